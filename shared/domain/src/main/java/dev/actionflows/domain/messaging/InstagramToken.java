package dev.actionflows.domain.messaging;

/**
 * The decrypted access token of an Instagram account; never stored or logged in this form.
 *
 * @param value as Meta issued it
 */
public record InstagramToken(String value) {
    @Override
    public String toString() {
        return "InstagramToken";
    }
}
