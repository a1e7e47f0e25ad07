package dev.actionflows.domain.flow;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.Sha256;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a flow finds out whether its messages work: a share of fans gets none, and messages may have
 * variants. Who gets what follows from a hash of the fan, so it needs neither a read nor a write,
 * and stays the same in every run and version.
 *
 * @param days how long the results are awaited, from the day on which the first fan is assigned
 * @param holdoutPercent of the fans; 0: nobody is held out
 * @param seed flows with the same seed hold out the same fans; by default, each flow has its own
 */
public record Experiment(int days, int holdoutPercent, Optional<String> seed) {
    public static final String PROPERTY = "experiment";
    public static final int MAX_DAYS = 90;
    public static final int MAX_HOLDOUT_PERCENT = 50;
    public static final int MAX_SEED_LENGTH = 60;

    /** Of a flow that says nothing about it. */
    public static final Experiment DEFAULT = new Experiment(28, 0, Optional.empty());

    private static final int PERCENT = 100;

    /** Whether some fans are held out. */
    public boolean hasHoldout() {
        return holdoutPercent > 0;
    }

    /** The same variants, and nobody is held out. */
    Experiment withoutHoldout() {
        return new Experiment(days, 0, seed);
    }

    /** Whether this fan gets none of the flow's messages. */
    public boolean holdsOut(FlowId flow, FanId fan) {
        return hasHoldout()
                && share(seed.orElse(flow.value()), "holdout", fan, PERCENT) < holdoutPercent;
    }

    /**
     * The variant of a step's message for this fan. Unlike the holdout, it does not depend on the
     * seed: flows draw variants independently.
     *
     * @param variants how many there are; each gets the same share of fans, whatever the other
     *     steps show them
     * @return its number, from 0
     */
    public int variant(int step, int variants, FlowId flow, FanId fan) {
        return variants == 1 ? 0 : share(flow.value(), "step " + step, fan, variants);
    }

    /** Independent for each question, and equally often each number below {@code parts}. */
    private static int share(String seed, String question, FanId fan, int parts) {
        byte[] hash = Sha256.of(String.join("\n", seed, question, fan.value()));
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), parts);
    }

    void addTo(Map<String, Object> document) {
        if (!equals(DEFAULT)) {
            Map<String, Object> experiment = new LinkedHashMap<>();
            experiment.put("days", days);
            experiment.put("holdoutPercent", holdoutPercent);
            seed.ifPresent(it -> experiment.put("seed", it));
            document.put(PROPERTY, experiment);
        }
    }

    static Experiment decode(Fields flow) {
        return flow.optionalObject(PROPERTY)
                .map(
                        fields -> {
                            int days =
                                    fields.optionalNumber("days", 1, MAX_DAYS).orElse(DEFAULT.days);
                            int holdout =
                                    fields.optionalNumber("holdoutPercent", 0, MAX_HOLDOUT_PERCENT)
                                            .orElse(0);
                            Optional<String> seed = fields.optionalText("seed", MAX_SEED_LENGTH);
                            fields.rejectUnknown();
                            return new Experiment(days, holdout, seed);
                        })
                .orElse(DEFAULT);
    }
}
