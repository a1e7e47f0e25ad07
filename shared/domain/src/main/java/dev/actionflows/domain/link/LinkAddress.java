package dev.actionflows.domain.link;

import java.util.Optional;

/** A link of a message, as the last part of its address: the message's code, then one letter. */
public record LinkAddress(LinkCode code, LinkTarget target) {
    /** How many characters it has. */
    public static final int LENGTH = LinkCode.LENGTH + 1;

    public String text() {
        return code.value() + target.letter();
    }

    /**
     * @return empty if the text was not produced by {@link #text}
     */
    public static Optional<LinkAddress> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            LinkCode code = new LinkCode(text.substring(0, LinkCode.LENGTH));
            return LinkTarget.ofLetter(text.charAt(LinkCode.LENGTH))
                    .map(target -> new LinkAddress(code, target));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
