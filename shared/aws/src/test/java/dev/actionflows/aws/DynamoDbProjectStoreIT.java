package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.ProjectStoreContract;
import dev.actionflows.domain.testing.Cursors;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.util.List;

class DynamoDbProjectStoreIT extends ProjectStoreContract {
    DynamoDbProjectStoreIT() {
        super(DynamoDbStores.create());
    }

    private static List<Project> listed(ProjectStore projects) {
        return Cursors.readAll(cursor -> projects.list(cursor, 100), 100);
    }

    @Test
    void a_project_from_before_there_was_a_list_is_in_it_once_it_was_changed() {
        Table table = LocalDynamoDb.table();
        ProjectStore projects = new DynamoDbProjectStore(table);
        Project old = Samples.project(Samples.projectId());
        projects.create(old);
        table.delete(new Key("PROJECTS", Key.PROJECT_PREFIX + old.id()));
        assertThat(listed(projects)).extracting(Project::id).doesNotContain(old.id());

        projects.change(old.id(), it -> it);

        assertThat(listed(projects)).extracting(Project::id).contains(old.id());
    }

    @Test
    void an_entry_whose_project_was_never_stored_is_left_out() {
        Table table = LocalDynamoDb.table();
        ProjectStore projects = new DynamoDbProjectStore(table);
        Project died = Samples.project(Samples.projectId());
        table.put(
                Item.at(new Key("PROJECTS", Key.PROJECT_PREFIX + died.id()))
                        .put("id", died.id().value()));

        assertThat(listed(projects)).extracting(Project::id).doesNotContain(died.id());
    }
}
