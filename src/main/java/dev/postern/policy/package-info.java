/**
 * IAM's policy language: documents in, a decision with its reasons out. A document is read with exact errors and compiled once; layers of
 * compiled policies decide requests, and explain them from the same statements.
 *
 * <p>Pure: owns no clock, no store and no principal. What time it is, who calls and what a node's tags are come in as condition keys. Which
 * policies a principal has, and which requests an operation makes, is not known here.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
