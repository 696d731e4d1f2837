/**
 * What a project allows, in one statement: who may talk to whom, who reaches the internet, and what may come from outside.
 *
 * <p>A statement stands for security groups that are the policy's own, one for each set of ports that it names, and their rules, each of
 * which tells the line it is from. These resources are the only place where a statement is kept: what is read back is what is in force.
 * Nobody but the policy changes them ({@code routing.tenant.request.PolicyRules}). A project has one policy or none.
 */
@NullMarked
package io.heddle.routing.tenant.policy;

import org.jspecify.annotations.NullMarked;
