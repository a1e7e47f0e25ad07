package dev.actionflows.aws;

import dev.actionflows.domain.rate.RateWindow;
import dev.actionflows.domain.run.PageContinuationStore.ContinuedPage;

/** Keys of items that only count or recognize something for a while. */
final class ExpiringKeys {
    private ExpiringKeys() {}

    /** Records that a page of a list has requested the next page. */
    static Key continuedPage(ContinuedPage page) {
        return new Key("N#" + page.project() + "#" + page.pass(), "PAGE#" + page.cursor());
    }

    /** The handled events of a notification. */
    static Key notification(String name) {
        return new Key("M#" + name, "DONE");
    }

    /** A request with an idempotency key. */
    static Key request(String hash) {
        return new Key("Q#" + hash, "REQUEST");
    }

    /** A counter of one rate window. */
    static Key rate(RateWindow window) {
        return new Key(
                "L#" + window.project() + "#" + window.rate().wireName() + "#" + window.subject(),
                "FROM#" + window.start().getEpochSecond());
    }
}
