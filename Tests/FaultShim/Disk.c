#include "FaultShim.h"
