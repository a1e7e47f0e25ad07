package dev.actionflows.aws;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.LinkFigures;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/** What is counted of the item of a message's links, as the table's stream has it. */
final class LinkImage {
    private LinkImage() {}

    /** Whose message it is; empty if the item is none of a message's links. */
    static Optional<ProjectId> project(Key key, Item item) {
        return key.isLink()
                ? DynamoDbLinkStore.step(item).map(step -> step.run().project())
                : Optional.empty();
    }

    /** The first click of a person; empty if there was none, or the message was a test's. */
    static Optional<FanChange.Clicked> clicked(Item item) {
        return FanChange.clickOn(DynamoDbLinkStore.decode(item));
    }

    static Figures figures(Item item) {
        return LinkFigures.of(DynamoDbLinkStore.decode(item));
    }
}
