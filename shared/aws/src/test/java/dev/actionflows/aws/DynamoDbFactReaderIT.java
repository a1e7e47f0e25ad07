package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.FactReaderContract;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.Optional;

class DynamoDbFactReaderIT extends FactReaderContract {
    DynamoDbFactReaderIT() {
        super(DynamoDbStores.create());
    }

    @Test
    void the_instagram_account_is_read_if_it_is_required_and_never_cached() {
        Table table = LocalDynamoDb.table();
        FactReader facts = new DynamoDbFactReader(table, InstantSource.fixed(Samples.NOW));
        DynamoDbInstagramAccountStore accounts = new DynamoDbInstagramAccountStore(table);
        ProjectId project = Samples.projectId();
        InstagramAccountId account = Samples.instagramAccount();
        Run run = Samples.run(project, Samples.flowId(), Samples.NOW);
        RequiredFacts required = RequiredFacts.nothing().withInstagram();
        assertThat(facts.read(run, required).instagram()).isEmpty();

        accounts.assign(project, account);
        assertThat(facts.read(run, required).instagram())
                .contains(new InstagramAccount(account, Optional.empty()));
        InstagramAccess access = InstagramAccess.granted(new Sealed("token"), Samples.NOW);
        accounts.assign(project, account, Optional.of(access));

        assertThat(facts.read(run, required).instagram())
                .contains(new InstagramAccount(account, Optional.of(access)));
        assertThat(facts.read(run, RequiredFacts.nothing()).instagram()).isEmpty();
    }
}
