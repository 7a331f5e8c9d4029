// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/random_values.h"
#include "ui/invoke/body_fields.h"
#include "ui/invoke/saved_request_state.h"

#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestSavedRequestState : public QObject
{
    Q_OBJECT

    static SavedRequest request()
    {
        SavedRequest made;
        made.path = u"orders/create.yml"_s;
        made.name = u"Create"_s;
        made.method = u"POST"_s;
        made.url = u"/orders/:id?kind={{kind}}&page=2"_s;
        made.parameters = {{.name = u"kind"_s, .value = u"{{kind}}"_s, .others = Json{{"note", "k"}}},
                           {.name = u"off"_s, .value = u"1"_s, .isDisabled = true},
                           {.name = u"id"_s, .value = u"7"_s, .kind = Parameter::Path}};
        made.headers = {{.name = u"x-a"_s, .value = u"1"_s, .isDisabled = true, .others = Json{{"note", "h"}}}};
        made.body = {.kind = Body::Json, .data = u"{}"_s, .others = Json{{"note", "b"}}};
        return made;
    }
    static SavedRequest edited(const std::function<void(RequestState &)> &edit, const SavedRequest &before = request())
    {
        const RequestState shown = stateOf(before);
        RequestState now = shown;
        edit(now);
        return withEdits(before, shown, now);
    }
    static Pair randomPair(RandomValues &values)
    {
        return {.name = values.name(), .value = values.text(), .enabled = values.boolean()};
    }

private Q_SLOTS:
    void what_is_not_edited_stays_as_it_is_written()
    {
        QCOMPARE(edited([](RequestState &) {}), request());
    }

    void the_query_stands_in_the_table()
    {
        const RequestState state = stateOf(request());
        QCOMPARE(state.path, u"/orders/:id"_s);
        QCOMPARE(state.query, QList<Pair>({{.name = u"kind"_s, .value = u"{{kind}}"_s},
                                           {.name = u"off"_s, .value = u"1"_s, .enabled = false},
                                           {.name = u"page"_s, .value = u"2"_s}}));
    }

    void an_edited_query_is_in_url_and_list()
    {
        const SavedRequest now = edited([](RequestState &state) { state.query.last().value = u"3"_s; });
        QCOMPARE(now.url, u"/orders/:id?kind={{kind}}&page=3"_s);
        SavedRequest expected = request();
        expected.url = now.url;
        expected.parameters = {{.name = u"id"_s, .value = u"7"_s, .kind = Parameter::Path},
                               {.name = u"kind"_s, .value = u"{{kind}}"_s, .others = Json{{"note", "k"}}},
                               {.name = u"off"_s, .value = u"1"_s, .isDisabled = true},
                               {.name = u"page"_s, .value = u"3"_s}};
        QCOMPARE(now, expected);
    }

    void an_edited_header_keeps_what_is_not_shown_of_it()
    {
        const SavedRequest now = edited([](RequestState &state) { state.headers.first().enabled = true; });
        SavedRequest expected = request();
        expected.headers.first().isDisabled = false;
        QCOMPARE(now, expected);
    }

    void a_payload_keeps_its_kind_or_gets_one()
    {
        const SavedRequest xml = edited([](RequestState &state) { state.payload = "<a/>"; },
                                        [] {
                                            SavedRequest made = request();
                                            made.body.kind = Body::Xml;
                                            return made;
                                        }());
        QCOMPARE(xml.body.kind, Body::Xml);
        QCOMPARE(xml.body.data, u"<a/>"_s);
        SavedRequest none = request();
        none.body = {};
        QCOMPARE(edited([](RequestState &state) { state.payload = "{}"; }, none).body.kind, Body::Json);
        QCOMPARE(edited([](RequestState &state) { state.payload.clear(); }).body, Body());
    }

    void a_form_is_shown_as_fields()
    {
        SavedRequest form = request();
        form.body = {.kind = Body::MultipartForm,
                     .data = {},
                     .fields = {{.name = u"a"_s, .value = u"1"_s, .others = Json{{"note", "f"}}},
                                {.name = u"b"_s,
                                 .value = {},
                                 .files = {u"x.png"_s, u"y.png"_s},
                                 .contentType = u"image/png"_s,
                                 .isFile = true,
                                 .isDisabled = true}}};
        const RequestState state = stateOf(form);
        QCOMPARE(state.payload, QByteArray());
        QCOMPARE(state.fields, QList<Pair>({{.name = u"a"_s, .value = u"1"_s},
                                            {.name = u"b"_s, .value = u"@x.png, @y.png"_s, .enabled = false}}));
        QCOMPARE(edited([](RequestState &now) { now.payload = "typed"; }, form).body, form.body);
        const Body changed = edited([](RequestState &now) { now.fields[1].value = u"@z.png"_s; }, form).body;
        Body expected = form.body;
        expected.fields[1].files = {u"z.png"_s};
        QCOMPARE(changed, expected);
        const Body other = edited([](RequestState &now) { now.bodyKind = Body::FormUrlEncoded; }, form).body;
        QCOMPARE(other.kind, Body::FormUrlEncoded);
        QVERIFY(!other.fields[1].isFile);
    }

    void a_file_is_one_path()
    {
        SavedRequest file = request();
        file.body = {.kind = Body::File,
                     .data = {},
                     .fields = {{.files = {u"a.bin"_s}}, {.files = {u"b.bin"_s}, .isSelected = true}}};
        QCOMPARE(stateOf(file).fields, QList<Pair>({{.name = {}, .value = u"b.bin"_s}}));
        QCOMPARE(edited([](RequestState &) {}, file).body, file.body);
        const Body changed = edited([](RequestState &now) { now.fields[0].value = u"c.bin"_s; }, file).body;
        QCOMPARE(fieldsOf(changed), QList<Pair>({{.name = {}, .value = u"c.bin"_s}}));
    }

    void a_kind_that_is_chosen_is_kept()
    {
        const SavedRequest text = edited([](RequestState &now) {
            now.bodyKind = Body::Text;
            now.payload = "plain";
        });
        QCOMPARE(text.body.kind, Body::Text);
        QCOMPARE(stateOf(text).bodyKind, Body::Text);
        const auto sent = requestOf(
            {.method = "POST", .path = u"/"_s, .payload = "plain", .query = {}, .headers = {}, .bodyKind = Body::Text});
        QCOMPARE(headerValue(sent->headers, "content-type"), "text/plain");
        const Json json = toJson(stateOf(text));
        QCOMPARE(requestStateFrom(JsonReader(json)), stateOf(text));
    }

    /// What was saved shows what was typed, whatever it is, and saving it again changes nothing.
    void whatever_is_edited_is_shown_again()
    {
        RandomValues values(11);
        for (int round = 0; round < 500; ++round) {
            QList<Pair> typed = values.list(4, [&] { return randomPair(values); });
            typed << Pair{.name = u"q&a=#"_s, .value = u"x&y#z=1"_s};
            const SavedRequest first = edited([&](RequestState &state) {
                state.method = "PUT";
                state.path = u"/"_s + values.name();
                state.query = typed;
                state.headers = values.list(3, [&] { return randomPair(values); });
                state.payload = values.text().toUtf8();
            });
            QCOMPARE(edited([](RequestState &) {}, first), first);
            const RequestState shown = stateOf(first);
            QCOMPARE(stateOf(withEdits(first, shown, shown)), shown);
            QCOMPARE(shown.payload, first.body.data.toUtf8());
            QCOMPARE(shown.query, typed);
        }
    }

    void variables_are_found_where_they_are_used()
    {
        RequestState state{.method = "GET", .path = u"/a"_s, .payload = {}, .query = {}, .headers = {}};
        QVERIFY(!hasVariable(state));
        state.headers = {{.name = u"a"_s, .value = u"{{t}}"_s, .enabled = false}};
        QVERIFY(!hasVariable(state));
        state.headers.first().enabled = true;
        QVERIFY(hasVariable(state));
        state.headers.clear();
        state.payload = "{\"a\":\"{{b}}\"}";
        QVERIFY(hasVariable(state));
    }
};

QTEST_GUILESS_MAIN(TestSavedRequestState)
#include "tst_saved_request_state.moc"
