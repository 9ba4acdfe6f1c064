/* sanitized.h: whether this is a build with AddressSanitizer, whose runtime has habits of its own: it
 * reserves terabytes of addresses and looks at the signal stack when a process ends. Inside worker. */
#ifndef LDE_WORKER_SANITIZED_H
#define LDE_WORKER_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define LDE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LDE_SANITIZED 1
#endif
#endif
#ifndef LDE_SANITIZED
#define LDE_SANITIZED 0
#endif

#endif
