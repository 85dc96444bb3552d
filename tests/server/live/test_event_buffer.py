"""The ring between the device and the tablets."""

from server.live.event_buffer import EventBuffer, Frame, event


def frame(topic, seq, run="r"):
    return Frame(topic, run, seq, b"{}", b"{}")


def seqs(batch):
    return [each.seq for each in batch.frames] if batch else []


def test_of_live_frames_only_the_newest_is_read_and_of_events_all():
    hub = EventBuffer()
    cursor = hub.join()
    for seq, topic in enumerate(["live", "rep", "live", "phase", "live", "rep"]):
        hub.publish(frame(topic, seq))
    assert seqs(hub.take(cursor)) == [1, 3, 4, 5]
    assert seqs(hub.take(cursor)) == []


def test_a_reader_begins_behind_the_newest_heartbeat():
    hub = EventBuffer()
    for seq, topic in enumerate(["rep", "heartbeat", "rep", "live"]):
        hub.publish(frame(topic, seq))
    assert seqs(hub.take(hub.join())) == [2, 3]


def test_memory_is_bounded_and_a_reader_that_fell_behind_is_told():
    hub = EventBuffer(capacity=4)
    cursor = hub.join()
    hub.publish(frame("live", 0))
    for seq in range(1, 10):
        hub.publish(frame("rep", seq))
    assert seqs(hub.take(cursor)) == [0, 6, 7, 8, 9]
    assert cursor.behind
    hub.publish(frame("rep", 10))
    assert seqs(hub.take(cursor)) == [10]
    assert not cursor.behind


def test_resuming_goes_back_to_what_was_missed_or_on_past_what_is_known():
    hub = EventBuffer()
    for seq in range(3):
        hub.publish(frame("rep", seq))
    hub.publish(frame("heartbeat", 3))
    hub.publish(frame("rep", 4))
    for known, expected in [(0, [1, 2, 3, 4]), (2, [4]), (4, []), (99, [])]:
        cursor = hub.join()
        hub.resume(cursor, "r", known)
        assert seqs(hub.take(cursor)) == expected
    cursor = hub.join()
    hub.resume(cursor, "another run", 0)
    assert seqs(hub.take(cursor)) == [4]


def test_whoever_has_come_as_far_gets_the_very_same_batch():
    hub = EventBuffer()
    first, second = hub.join(), hub.join()
    hub.publish(frame("rep", 1))
    assert hub.take(first) is hub.take(second)


def test_every_frame_is_told_of():
    hub, told = EventBuffer(), []
    hub.changed = lambda: told.append(seqs(hub.take(cursor)))
    cursor = hub.join()
    hub.publish(frame("rep", 1))
    hub.publish(frame("live", 2))
    assert told == [[1], [2]]


def test_a_message_becomes_an_event():
    assert event("rep", "ab", 7, b"{}") == b"event: rep\nid: ab:7\ndata: {}\n\n"
