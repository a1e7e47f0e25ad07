package dev.actionflows.domain.page;

/** What became of an action that a visitor requested on a page. */
public sealed interface OfferResult {
    /** It is done, or registered for its day, and its trigger has fired. */
    record Done() implements OfferResult {}

    /**
     * The visitor has to connect the service first, which then does it.
     *
     * @param url where to
     */
    record ConnectFirst(String url) implements OfferResult {}

    /** The service refused. */
    record Refused() implements OfferResult {}
}
