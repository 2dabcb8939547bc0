/**
 * What surrounds the program and is promised all the same: the commands of the README, the image, the chart, the
 * cleanliness of the checkout. Knows files, not classes.
 */
@NullMarked
package dev.postern.packaging;

import org.jspecify.annotations.NullMarked;
