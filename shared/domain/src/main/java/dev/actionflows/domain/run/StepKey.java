package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;

import java.util.Optional;

/** Identifies a step of a run. */
public record StepKey(RunKey run, int index) {
    private static final int MAX_INDEX = 99;

    /** As text for a URL, in unreserved characters (RFC 3986): run id, dot, index. */
    public String text() {
        return run.run() + "." + index;
    }

    /**
     * As text for a provider that reports on messages, in letters, digits, hyphens and underscores:
     * project id, run id and index, joined by hyphens.
     */
    public String messageKey() {
        return run.project() + "-" + run.run() + "-" + index;
    }

    /**
     * @return empty if the text was not produced by {@link #messageKey}
     */
    public static Optional<StepKey> ofMessageKey(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return ProjectId.parse(parts[0])
                .flatMap(project -> parse(project, parts[1] + "." + parts[2]));
    }

    /**
     * @return empty if the text was not produced by {@link #text}
     */
    public static Optional<StepKey> parse(ProjectId project, String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        return RunId.parse(text.substring(0, dot))
                .flatMap(
                        run ->
                                index(text.substring(dot + 1))
                                        .map(
                                                index ->
                                                        new StepKey(
                                                                new RunKey(project, run), index)));
    }

    private static Optional<Integer> index(String text) {
        for (int index = 0; index <= MAX_INDEX; index++) {
            if (text.equals(Integer.toString(index))) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }
}
