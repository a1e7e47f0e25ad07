package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.InstagramAccountsContract;

class InMemoryInstagramAccountsTest extends InstagramAccountsContract {
    InMemoryInstagramAccountsTest() {
        super(new InMemoryInstagramAccounts());
    }
}
