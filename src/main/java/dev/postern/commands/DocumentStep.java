package dev.postern.commands;

import tools.jackson.databind.JsonNode;

/**
 * One step of a document.
 *
 * @param name its own name; what it does where it has none
 * @param action what it does, e.g. {@code aws:runShellScript}
 * @param timeout how many seconds it may take, as the document has it: a number, a text, a placeholder or nothing
 */
record DocumentStep(String name, String action, JsonNode timeout) {}
