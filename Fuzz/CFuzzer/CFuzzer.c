// The function itself is in libFuzzer, which the linker is told of by Scripts/fuzz.
#include "CFuzzer.h"
