package dev.actionflows.domain.link;

import java.util.Arrays;
import java.util.Optional;

/** What a link in a message is for. A message has at most one link of each kind. */
public enum LinkTarget {
    /** The fan connects a streaming account. */
    CONNECT('c'),
    /** The release at a streaming service. */
    RELEASE('r');

    private final char letter;

    LinkTarget(char letter) {
        this.letter = letter;
    }

    /** In the address of a link, and in storage. */
    public char letter() {
        return letter;
    }

    public static Optional<LinkTarget> ofLetter(char letter) {
        return Arrays.stream(values()).filter(it -> it.letter == letter).findFirst();
    }
}
