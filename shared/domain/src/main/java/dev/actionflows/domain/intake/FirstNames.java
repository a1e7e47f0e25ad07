package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/** Stores the first names that come with events. */
final class FirstNames {
    private final FanStore fans;

    FirstNames(FanStore fans) {
        this.fans = fans;
    }

    /**
     * Names a fan who has no name yet. A known name is kept: an event may arrive late, and somebody
     * else may use the page. Of several concurrent callers, one names the fan.
     */
    void nameIfUnnamed(ProjectId project, FanId id, FirstName name) {
        Optional<Fan> unnamed;
        do {
            unnamed = fans.find(project, id).filter(fan -> fan.firstName().isEmpty());
        } while (unnamed.isPresent() && !fans.setFirstName(project, unnamed.get(), name));
    }
}
