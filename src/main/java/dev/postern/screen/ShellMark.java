package dev.postern.screen;

/**
 * What a shell with its integration on told of itself: OSC 133 A to D, or OSC 633 A to E and P.
 *
 * @param family 133 or 633
 * @param kind A before the prompt, B before what is typed, C before the output, D after it, E the command's text, P a property
 * @param payload what follows the kind, without the semicolon between: of D the exit code, of E and P as the shell escaped it
 * @param offset how many bytes had been written when the sequence ended, its end among them
 */
public record ShellMark(int family, char kind, String payload, long offset) {}
