/**
 * The shape of the whole program, as tests. They stand in the last module because it alone sees every class; nothing
 * calls them but the build, and they may assume that all modules are on the class path.
 */
@NullMarked
package io.heddle.architecture;

import org.jspecify.annotations.NullMarked;
