// A library to be loaded into the real programs (LD_PRELOAD) that makes their disk and their clock fail as told.
#ifndef UKETSUKE_FAULT_SHIM_H
#define UKETSUKE_FAULT_SHIM_H
#endif
