/**
 * Tenants: who may ask, and the one desk where what they ask is decided, kept and published.
 *
 * <p>{@link io.heddle.controller.tenant.TenantDesk} carries commands out in order on a thread of its own, over a store of its own (a
 * folder inside the state folder): a tenant's bulk request takes seconds of disk and processor that the loop of the fabric must not
 * wait for, and the two never need one transaction. Readers take the latest state and wait for nobody; whoever plans from it is told
 * of each change after it is durable.
 *
 * <p>Accounts come from a users file. Passwords are kept as Argon2id by Bouncy Castle: the JDK has only PBKDF2, which graphics
 * processors guess against ten to a hundred times as fast at the same cost for us. Tokens are random, so a plain hash of them is
 * enough. Without a users file there is one administrator's token, made once and kept with the state. Made and joined by {@code
 * ControllerProgram}.
 */
@NullMarked
package io.heddle.controller.tenant;

import org.jspecify.annotations.NullMarked;
