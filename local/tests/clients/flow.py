"""Creates, lists and runs a flow with the installed client: python flow.py <base URL> <secret key>."""

import sys
import time

from action_flows_client import AuthenticatedClient
from action_flows_client.api.events import send_events
from action_flows_client.api.flows import activate_flow, create_flow, list_flows
from action_flows_client.api.runs import list_flow_runs
from action_flows_client.api.segments import create_segment
from action_flows_client.models import (
    AddToSegmentStep,
    AddToSegmentStepType,
    Flow,
    FlowList,
    FlowStatus,
    NewEvent,
    NewEventConsent,
    NewEventType,
    NewFlow,
    NewSegment,
    RunList,
    Segment,
    SentEvent,
    SingleTrigger,
    SingleTriggerType,
)

base_url, key = sys.argv[1:]
client = AuthenticatedClient(base_url=base_url, token=key, timeout=30.0, raise_on_unexpected_status=True)

segment = create_segment.sync(client=client, body=NewSegment(name="Made in Python"))
assert isinstance(segment, Segment), segment
flow = create_flow.sync(
    client=client,
    body=NewFlow(
        name="Made in Python",
        trigger=SingleTrigger(type_=SingleTriggerType.EMAIL_OPTED_IN),
        steps=[AddToSegmentStep(type_=AddToSegmentStepType.ADD_TO_SEGMENT, segment_id=segment.id)],
    ),
)
assert isinstance(flow, Flow), flow
active = activate_flow.sync(flow.id, client=client)
assert isinstance(active, Flow) and active.status == FlowStatus.ACTIVE, active
listed = list_flows.sync(client=client)
assert isinstance(listed, FlowList) and flow.id in [each.id for each in listed.items], listed

sent = send_events.sync(
    client=client,
    body=NewEvent(
        type_=NewEventType.EMAIL_OPTED_IN,
        email="ada@fans.example",
        consent=NewEventConsent(wording="Mail me about tours.", version="1"),
    ),
)
assert isinstance(sent, SentEvent), sent
deadline = time.monotonic() + 20
while True:
    runs = list_flow_runs.sync(flow.id, client=client)
    assert isinstance(runs, RunList), runs
    if [run.status.value for run in runs.items] == ["COMPLETED"]:
        break
    assert time.monotonic() < deadline, runs
    time.sleep(0.25)
print("completed")
