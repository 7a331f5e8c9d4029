// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/collection_file.h"
#include "core/collection/collection_writer.h"
#include "core/config/handler_info.h"
#include "core/interchange/handler_request.h"
#include "tests/support/random_values.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

constexpr auto sample = "name: orders\n"
                        "description: Keeps orders\n"
                        "runtime: rust-native\n"
                        "mcp_enabled: true\n"
                        "input:\n  type: object\n  properties:\n    action:\n      type: string\n"
                        "output: '{\"type\": \"object\"}'\n"
                        "env: [API_KEY, {name: REGION, description: where}]\n"
                        "test_input:\n  action: list\n  page: 1.50\n"
                        "owner: shop\n"
                        "tags: [a]\n";

} // namespace

class TestHandlerInfo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void members_are_read_and_unknown_ones_are_warnings()
    {
        const auto reading = readHandlerInfo(sample);
        QVERIFY(reading);
        const HandlerInfo &info = reading->info;
        QCOMPARE(info.name, u"orders"_s);
        QCOMPARE(info.description, u"Keeps orders"_s);
        QCOMPARE(info.runtime, u"rust-native"_s);
        QVERIFY(info.isMcpEnabled);
        QCOMPARE(info.input["properties"]["action"]["type"].text(), u"string"_s);
        QCOMPARE(info.output, (Json{{"type", "object"}}));
        QCOMPARE(info.env, (QStringList{u"API_KEY"_s, u"REGION"_s}));
        QCOMPARE(info.testInput["page"].digits(), std::string_view("1.50"));
        QCOMPARE(reading->warnings,
                 (QStringList{u"line 15: “owner” is not known"_s, u"line 16: “tags” is not known"_s}));
        QCOMPARE(info.others["owner"].text(), u"shop"_s);
    }

    void what_was_read_is_written_in_one_order_and_read_as_the_same()
    {
        const HandlerInfo info = readHandlerInfo(sample)->info;
        const QByteArray text = handlerInfoText(info);
        QVERIFY2(text.startsWith("name: orders\ndescription: Keeps orders\nruntime: rust-native\nmcp_enabled: true\n"
                                 "input:\n  type: object\n"),
                 text);
        QVERIFY2(text.contains("env:\n- API_KEY\n- REGION\n") && text.endsWith("owner: shop\ntags:\n- a\n"), text);
        QCOMPARE(readHandlerInfo(text)->info, info);
    }

    void a_member_of_a_wrong_type_is_a_warning_and_kept()
    {
        const auto reading = readHandlerInfo("name: 5\nmcp_enabled: maybe\ninput: [1]\nenv: x\noutput: 'no json'\n");
        QVERIFY(reading);
        QCOMPARE(reading->warnings.size(), 5);
        QCOMPARE(reading->warnings.first(), u"line 1: “name” is not a text"_s);
        QCOMPARE(readHandlerInfo(handlerInfoText(reading->info))->info, reading->info);
    }

    void what_is_no_mapping_is_refused()
    {
        QCOMPARE(readHandlerInfo("- a\n").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(readHandlerInfo("a: [").error().code, ErrorCode::InvalidArgument);
        QVERIFY(readHandlerInfo(QByteArray())->info == HandlerInfo());
    }

    void any_values_are_written_and_read_as_the_same()
    {
        for (quint32 seed = 1; seed <= 200; ++seed) {
            test::RandomValues random(seed);
            HandlerInfo info;
            info.name = random.text();
            info.description = random.text();
            info.runtime = random.name();
            info.isMcpEnabled = random.boolean();
            if (random.boolean()) {
                info.input = Json{{"type", "object"}, {"description", random.text()}};
                info.testInput = Json::array({Json(random.text()), Json(random.integer())});
            }
            info.env = random.list(3, [&] { return random.text(); });
            const auto read = readHandlerInfo(handlerInfoText(info));
            QVERIFY2(read && read->info == info && read->warnings.isEmpty(), QByteArray::number(seed));
        }
    }

    void the_test_input_is_the_first_saved_request()
    {
        const auto request = interchange::requestOfHandlerInfo(readHandlerInfo(sample)->info);
        QVERIFY(request);
        QCOMPARE(request->path, u"orders.yml"_s);
        QCOMPARE(request->method, u"POST"_s);
        QCOMPARE(request->url, u"/"_s);
        QCOMPARE(request->body.data, u"{\n  \"action\": \"list\",\n  \"page\": 1.50\n}"_s);
        auto read = collection::parseRequest(collection::requestText(*request));
        QVERIFY(read);
        read->path = request->path;
        QVERIFY(*read == *request);
        QVERIFY(!interchange::requestOfHandlerInfo({}));
    }
};

QTEST_GUILESS_MAIN(TestHandlerInfo)
#include "tst_handler_info.moc"
