/** What a person decides for themselves: password, access keys, looks. */
@NullMarked
package dev.postern.console.settings;

import org.jspecify.annotations.NullMarked;
