/** Tests of the values and the port that the face is given, and the fabrics that all its tests look at. */
@NullMarked
package io.heddle.rest;

import org.jspecify.annotations.NullMarked;
