package dev.actionflows.domain.visit;

import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.link.LinkVisits;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepOutcome;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows who followed the links in the messages of runs. */
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
        return of(List.of(run)).getOrDefault(run.key(), List.of());
    }

    /** The same for several runs, in one read. */
    public Map<RunKey, List<OfStep>> of(Collection<Run> runs) {
        Map<LinkCode, MessageLink> found =
                links.findAll(
                        runs.stream()
                                .flatMap(run -> sent(run).mapToObj(index -> code(run, index)))
                                .toList());
        return runs.stream()
                .collect(
                        Collectors.toMap(
                                Run::key,
                                run ->
                                        sent(run)
                                                .boxed()
                                                .flatMap(index -> of(run, index, found).stream())
                                                .toList(),
                                (same, _) -> same));
    }

    private static Optional<OfStep> of(Run run, int index, Map<LinkCode, MessageLink> found) {
        return Optional.ofNullable(found.get(code(run, index)))
                .map(link -> new OfStep(index, link.visits()));
    }

    private static LinkCode code(Run run, int index) {
        return LinkCode.of(new StepKey(run.key(), index).messageKey());
    }

    /** The steps that may have sent a message: links are stored before it is decided. */
    private static IntStream sent(Run run) {
        return IntStream.range(0, run.steps().size()).filter(index -> maySend(run.step(index)));
    }

    private static boolean maySend(RunStep step) {
        return step.type().isMessage()
                && step.outcome()
                        .filter(
                                it ->
                                        it instanceof StepOutcome.Completed
                                                || it instanceof StepOutcome.Unknown
                                                || step.mayHaveSent())
                        .isPresent();
    }
}
