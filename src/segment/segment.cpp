#include "segment/segment.h"
