#include "offer/offer_lua.h"
