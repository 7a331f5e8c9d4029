// SPDX-License-Identifier: GPL-3.0-or-later
// What the API's JSON can hold comes back as it was: any value of each type, written, printed, parsed and read.
#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/api_json/invoke_json.h"
#include "core/api_json/state_json.h"
#include "core/model/tiers.h"
#include "tests/support/random_values.h"

#include <QTest>

using namespace studio;
using test::RandomValues;

namespace {

constexpr int rounds = 300;
constexpr quint32 firstSeed = 20'261'129;

AppId appId(RandomValues &random)
{
    return {random.name(), random.name()};
}

RustTarget target(RandomValues &random)
{
    return random.boolean() ? RustTarget::Native : RustTarget::Wasm;
}

QByteArray hash(RandomValues &random)
{
    return random.bytes(32).toHex();
}

/// JSON as this project prints it, or none.
QString schema(RandomValues &random)
{
    return random.boolean() ? QString()
                            : QString::fromUtf8(Json{{"title", random.text()}, {"n", random.number()}}.toUtf8());
}

Headers headers(RandomValues &random)
{
    return random.list(4, [&] {
        QByteArray value = random.bytes(6);
        value.replace('\n', "");
        return std::pair(random.name().toLatin1(), value);
    });
}

ArtifactDetails artifact(RandomValues &random)
{
    return {.size = random.integer(),
            .crates = random.list(3, [&] { return std::pair(random.name(), random.text()); }),
            .imports = random.list(3, [&] { return random.text(); }),
            .exports = random.list(3, [&] { return random.text(); })};
}

App app(RandomValues &random)
{
    App app;
    app.id = appId(random);
    app.target = target(random);
    app.toolchain = random.text();
    app.tier = random.oneOf(QStringList{QStringLiteral("small"), QStringLiteral("medium"), QStringLiteral("large"),
                                        QStringLiteral("xlarge")});
    app.memoryMb = random.number();
    app.cpuMillicores = random.number();
    app.timeoutSecs = random.number();
    app.maxReplicas = random.number();
    app.description = random.text();
    app.inputSchema = schema(random);
    app.outputSchema = schema(random);
    QSet<QString> names; // a name stands once in an environment
    for (int i = random.below(4); i > 0; --i) {
        const QString name = random.text();
        if (!names.contains(name)) {
            names.insert(name);
            app.environment.append({name, random.text()});
        }
    }
    app.activeVersion = random.number();
    app.createdAtMs = random.integer();
    app.updatedAtMs = random.integer();
    app.damaged = random.below(5) == 0;
    return app;
}

Version version(RandomValues &random)
{
    Version version;
    version.app = appId(random);
    version.number = 1 + random.below(1000);
    version.codeHash = hash(random);
    version.artifactHash = hash(random);
    version.target = target(random);
    version.rustVersion = random.text();
    version.artifact = artifact(random);
    version.tier = random.oneOf(QStringList{QStringLiteral("small"), QStringLiteral("xlarge")});
    version.memoryMb = random.number();
    version.timeoutSecs = random.number();
    version.note = random.text();
    version.createdAtMs = random.integer();
    version.damaged = random.below(5) == 0;
    version.active = !version.damaged && random.boolean(); // a damaged row does not tell
    return version;
}

Draft draft(RandomValues &random)
{
    Draft draft;
    draft.app = appId(random);
    draft.codeHash = hash(random) + '0';
    draft.createdAtMs = random.integer();
    draft.updatedAtMs = random.integer();
    draft.deployId = random.text();
    draft.status =
        random.oneOf(QList{DraftStatus::Saved, DraftStatus::Compiling, DraftStatus::Compiled, DraftStatus::Failed});
    draft.error = random.text();
    draft.artifactHash = hash(random);
    if (!draft.artifactHash.isEmpty()) {
        draft.artifactTarget = target(random);
        draft.artifactRust = random.text();
        draft.artifact = artifact(random);
    }
    draft.inputSchema = schema(random);
    draft.outputSchema = schema(random);
    draft.notes = random.list(3, [&] { return random.text(); });
    return draft;
}

ExecutionLine line(RandomValues &random)
{
    return {random.integer(), random.text().toUtf8()};
}

Execution summary(RandomValues &random)
{
    Execution one;
    one.id = QStringLiteral("id") + random.text();
    one.app = appId(random);
    one.version = random.number();
    one.dev = random.boolean();
    one.codeHash = hash(random);
    one.artifactHash = hash(random);
    one.target = target(random);
    one.toolchain = random.text();
    one.status = random.oneOf(QList{ExecutionStatus::Running, ExecutionStatus::Succeeded, ExecutionStatus::Failed,
                                    ExecutionStatus::TimedOut, ExecutionStatus::Cancelled, ExecutionStatus::Lost});
    one.error = random.text();
    if (random.boolean()) {
        one.panic = Panic{random.text(), random.text(), random.number(), random.number()};
    }
    one.request.method = random.name().toLatin1();
    one.request.target = '/' + random.bytes();
    one.response.status = random.below(600);
    one.requestBytes = random.integer();
    one.responseBytes = random.integer();
    one.coldStart = random.boolean();
    one.createdAtMs = random.integer();
    one.queuedUs = random.integer();
    one.startUs = random.integer();
    one.handlerUs = random.integer();
    one.totalUs = random.integer();
    one.memoryPeakBytes = random.integer();
    one.cpuUs = random.integer();
    one.firstByteUs = random.integer();
    return one;
}

Execution execution(RandomValues &random)
{
    Execution one = summary(random);
    one.request.headers = headers(random);
    one.request.body = random.bytes();
    if (one.response.status > 0) {
        one.response.headers = headers(random);
        one.response.body = random.boolean() ? random.bytes() : random.text().toUtf8();
        one.response.truncated = random.boolean();
    }
    one.lines = random.list(3, [&] { return line(random); });
    one.linesDropped = random.integer();
    return one;
}

AppState state(RandomValues &random)
{
    AppState state;
    state.app = app(random);
    state.instances = random.number();
    if (random.boolean()) {
        state.active = version(random);
    }
    if (random.boolean()) {
        state.draft = draft(random);
    }
    return state;
}

AppLogPage logPage(RandomValues &random)
{
    return {.lines = random.list(3, [&] { return AppLogLine{random.text(), line(random)}; }),
            .nextCursor = random.text()};
}

InvokeCall call(RandomValues &random)
{
    InvokeCall call;
    call.target = random.oneOf(QList{InvokeTarget{}, InvokeTarget{InvokeTarget::Draft, 0},
                                     InvokeTarget{InvokeTarget::Numbered, 1 + random.below(999)}});
    call.request = {.method = random.name().toLatin1(),
                    .target = '/' + random.bytes(),
                    .headers = headers(random),
                    .body = random.bytes()};
    return call;
}

/// Every byte a character, as the JSON holds the target: what is text beyond Latin-1 is meant as text.
template <typename T, typename Make, typename Write, typename Read>
void expectRoundTrip(Make make, Write write, Read read)
{
    for (quint32 seed = firstSeed; seed < firstSeed + rounds; ++seed) {
        RandomValues random(seed);
        const T value = make(random);
        const Json json = write(value);
        const auto parsed = parseJson(json.toUtf8());
        QVERIFY2(parsed, json.toUtf8().constData());
        const Result<T> again = read(*parsed);
        QVERIFY2(again,
                 qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(again ? QString() : again.error().message)));
        QVERIFY2(*again == value,
                 qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(QString::fromUtf8(json.toUtf8()))));
    }
}

} // namespace

class TestApiJsonRoundTrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void app_comes_back()
    {
        expectRoundTrip<App>(
            app, [](const App &one) { return toJson(one); }, [](const Json &json) { return appFrom(json); });
    }
    void apps_come_back()
    {
        expectRoundTrip<QList<App>>([](RandomValues &random) { return random.list(3, [&] { return app(random); }); },
                                    [](const QList<App> &all) { return toJson(all); }, appsFrom);
    }
    void version_comes_back()
    {
        expectRoundTrip<Version>(
            version, [](const Version &one) { return toJson(one); },
            [](const Json &json) { return versionFrom(json, {}); });
    }
    void draft_comes_back()
    {
        expectRoundTrip<Draft>(
            draft, [](const Draft &one) { return toJson(one); }, [](const Json &json) { return draftFrom(json, {}); });
    }
    void state_comes_back()
    {
        expectRoundTrip<AppState>(
            state, [](const AppState &one) { return toJson(one); },
            [](const Json &json) { return appStateFrom(json, {}); });
    }
    void execution_comes_back()
    {
        expectRoundTrip<Execution>(execution, [](const Execution &one) { return toJson(one); }, executionFrom);
    }
    void execution_page_comes_back()
    {
        expectRoundTrip<ExecutionPage>(
            [](RandomValues &random) {
                return ExecutionPage{.executions = random.list(3, [&] { return summary(random); }),
                                     .nextCursor = random.text()};
            },
            [](const ExecutionPage &page) { return toJson(page); }, executionPageFrom);
    }
    void log_page_comes_back()
    {
        expectRoundTrip<AppLogPage>(logPage, [](const AppLogPage &page) { return toJson(page); }, appLogPageFrom);
    }
    void compile_log_comes_back()
    {
        expectRoundTrip<CompileLog>(
            [](RandomValues &random) {
                return CompileLog{.deployId = random.text(),
                                  .lines = random.list(3, [&] { return random.text(); }),
                                  .next = random.integer(),
                                  .running = random.boolean()};
            },
            [](const CompileLog &log) { return toJson(log); }, compileLogFrom);
    }
    void call_comes_back()
    {
        expectRoundTrip<InvokeCall>(call, [](const InvokeCall &one) { return toJson(one); }, invokeCallFrom);
    }
    /// An app that is created or changed by what its JSON says is the app.
    void settings_come_back()
    {
        for (quint32 seed = firstSeed; seed < firstSeed + rounds; ++seed) {
            RandomValues random(seed);
            const auto settings = [&] {
                App one = app(random);
                one.memoryMb = 16 + random.below(65'000);
                one.cpuMillicores = 10 + random.below(63'000);
                one.timeoutSecs = 1 + random.below(3'599);
                one.maxReplicas = 1 + random.below(999);
                one.environment.clear();
                one.environment.append({random.name(), random.text()});
                return one;
            };
            App before = settings();
            App after = settings();
            after.id = before.id;
            for (App *one : {&before, &after}) { // not settings
                one->activeVersion = 0;
                one->createdAtMs = one->updatedAtMs = 0;
                one->damaged = false;
            }
            const auto created = newAppFrom(createAppJson(before), before.id.organization);
            QVERIFY2(created && *created == before, qPrintable(QStringLiteral("seed %1").arg(seed)));
            const auto changed = changedApp(before, updateAppJson(after, before));
            QVERIFY2(changed && *changed == after, qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }
};

QTEST_GUILESS_MAIN(TestApiJsonRoundTrip)
#include "tst_api_json_round_trip.moc"
