package dev.actionflows.domain.intake;

/** Whether the provider signed the request. */
@FunctionalInterface
public interface SignatureCheck {
    /**
     * @param url the webhook's public URL as the provider knows it, without a query
     */
    boolean isSignedWith(String authToken, String url);
}
