package dev.actionflows.domain.messaging;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds tags that would leave a gap in the text of a fan without a value: outside of a section of
 * their own, in a template that has no inverted section for such fans.
 */
final class Guards {
    private final Map<MergeTag, Integer> open = new EnumMap<>(MergeTag.class);
    private final Set<MergeTag> inverted = EnumSet.noneOf(MergeTag.class);
    private final List<Use> bare = new ArrayList<>();

    /**
     * A tag outside of a section of its own.
     *
     * @param tag as it is written
     * @param start where it starts in the template
     */
    record Use(MergeTag known, String tag, int start) {
        String detail() {
            return "has no value for some fans; write {{#%1$s}}…{{%1$s}}…{{/%1$s}} around it, or add {{^%1$s}}…{{/%1$s}} with the text for those fans"
                    .formatted(known.wireName());
        }
    }

    /**
     * A section begins.
     *
     * @param kind {@code #}, or {@code ^} if inverted
     */
    void opened(char kind, String name) {
        MergeTag.ofWireName(name)
                .ifPresent(
                        tag -> {
                            if (kind == '^') {
                                inverted.add(tag);
                            } else {
                                open.merge(tag, 1, Integer::sum);
                            }
                        });
    }

    /** A section ends. */
    void closed(char kind, String name) {
        if (kind == '#') {
            MergeTag.ofWireName(name).ifPresent(tag -> open.merge(tag, -1, Integer::sum));
        }
    }

    /** A tag that its value replaces. */
    void used(MergeTag tag, String written, int start) {
        if (tag.mayBeAbsent() && open.getOrDefault(tag, 0) == 0) {
            bare.add(new Use(tag, written, start));
        }
    }

    /** Once the whole template has been read. */
    List<Use> unguarded() {
        return bare.stream().filter(use -> !inverted.contains(use.known())).toList();
    }
}
