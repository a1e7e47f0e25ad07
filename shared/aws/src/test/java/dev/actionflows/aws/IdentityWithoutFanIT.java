package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

/** An address whose fan is missing, as after a backup was restored. */
class IdentityWithoutFanIT {
    private final Table table = LocalDynamoDb.table();
    private final DynamoDbFanStore fans = new DynamoDbFanStore(table);
    private final ProjectId project = Samples.projectId();
    private final FanIdentity phone = Samples.phone();

    @Test
    void the_next_fan_takes_it_over() {
        Fan missing = fans.findOrCreate(project, phone, Samples.fanId(), Samples.NOW);
        table.delete(Key.fan(project, missing.id()));

        Fan fan = fans.findOrCreate(project, phone, Samples.fanId(), Samples.NOW);

        assertThat(fan.id()).isNotEqualTo(missing.id());
        assertThat(fans.find(project, fan.id())).contains(fan);
        assertThat(fans.findIdentity(project, phone.identity()).flatMap(KnownIdentity::fan))
                .contains(fan.id());
        assertThat(fans.findOrCreate(project, phone, Samples.fanId(), Samples.NOW)).isEqualTo(fan);
    }
}
