package dev.actionflows.domain.visit;

import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.link.LinkVisits;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;

import java.util.List;
import java.util.stream.IntStream;

/** Shows who followed the links in the messages of a run. */
public final class RunVisits {
    private final LinkStore links;

    public RunVisits(LinkStore links) {
        this.links = links;
    }

    /**
     * The visits to the links of a step's message.
     *
     * @param step index of the step in the run
     */
    public record OfStep(int step, LinkVisits visits) {}

    /**
     * The visits of each step that may have sent a message with links, in the order of the steps.
     */
    public List<OfStep> of(Run run) {
        return IntStream.range(0, run.steps().size())
                .filter(index -> run.step(index).type().isMessage() && !run.step(index).isOpen())
                .boxed()
                .flatMap(
                        index ->
                                links
                                        .find(
                                                LinkCode.of(
                                                        new StepKey(run.key(), index).messageKey()))
                                        .map(MessageLink::visits)
                                        .map(visits -> new OfStep(index, visits))
                                        .stream())
                .toList();
    }
}
