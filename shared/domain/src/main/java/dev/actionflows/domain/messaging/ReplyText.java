package dev.actionflows.domain.messaging;

import java.util.List;

/**
 * A message in words.
 *
 * @param words all of them
 * @param clauses the same words, separated at punctuation and emoji
 */
record ReplyText(List<String> words, List<List<String>> clauses) {}
