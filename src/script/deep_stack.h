/* deep_stack.h: run a function on a large C stack.
 *
 * Lua 5.4.4 recurses without a limit while it names a variable for an error message, about 85 bytes
 * for each level of a source text of at most 256 KiB. Author's code therefore runs on a thread with
 * 64 MiB of stack. The caller waits, so there is still only one thread at work. */
#ifndef LDE_SCRIPT_DEEP_STACK_H
#define LDE_SCRIPT_DEEP_STACK_H

/* Runs fn(ctx) to its end; inside another such call on the stack that is there. When no such thread can be had, fn runs on the stack of the caller: the
 * check on long chains of fields (source.h) keeps that safe, the large stack is the second lock. */
void lde_deep_stack_call(void (*fn)(void *), void *ctx);

#endif
