// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pictures/fixed_platform.h"
#include "tests/ui/pictures/pane_pictures.h"
#include "ui/platform/apps_pane.h"
#include "ui/platform/execution_view.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/versions_pane.h"

using namespace Qt::StringLiterals;

namespace studio::test {

namespace {

constexpr QSize bottom{900, 190};
constexpr qint64 then = 1'767'348'300'000; ///< 2 January 2026, 10:05
const AppId hello{u"org"_s, u"hello"_s};

QString longWord()
{
    return u"a_name_that_is_much_longer_than_what_there_is_room_for_"_s.repeated(3);
}

/// A widget that keeps its platform as long as it lives.
template <typename Pane> std::unique_ptr<QWidget> over(std::unique_ptr<Pane> pane, FixedPlatform *platform)
{
    platform->setParent(pane.get());
    return pane;
}

FixedPlatform *failing()
{
    auto *const platform = new FixedPlatform;
    platform->failure = Error{ErrorCode::Unavailable, u"The gateway at https://ignite.example does not answer."_s, {}};
    return platform;
}

Execution call(int number, ExecutionStatus status)
{
    Execution one;
    one.id = u"019b7d3a-5c00-7000-8000-00000000000%1"_s.arg(number);
    one.app = hello;
    one.version = number % 2;
    one.status = status;
    one.request = {.method = "POST", .target = "/greet?loud=1", .headers = {}, .body = R"({"message": "hi there"})"};
    one.response.status = status == ExecutionStatus::Succeeded ? 200 : 500;
    one.response.body = R"({"message": "hi there"})";
    one.createdAtMs = then + number * 61'000;
    one.totalUs = 1'234 * number;
    one.handlerUs = 420;
    one.coldStart = number == 1;
    one.startUs = number == 1 ? 900 : 0;
    if (status == ExecutionStatus::Failed) {
        one.panic = Panic{.message = u"index out of bounds"_s, .file = u"src/lib.rs"_s, .line = 6, .column = 19};
    }
    one.lines = {{.timeMs = one.createdAtMs, .text = "a line on stderr"}};
    return one;
}

Version version(int number, const QString &note)
{
    Version one;
    one.app = hello;
    one.number = number;
    one.codeHash = QByteArray(64, static_cast<char>('a' + number));
    one.artifactHash = QByteArray(64, '0');
    one.rustVersion = u"1.97.1"_s;
    one.artifact.size = 2'900'000LL * number;
    one.tier = u"medium"_s;
    one.note = note;
    one.createdAtMs = then + number * 3'600'000LL;
    one.active = number == 2;
    return one;
}

App app(const QString &name, int activeVersion, const QString &description)
{
    App one;
    one.id = {u"org"_s, name};
    one.activeVersion = activeVersion;
    one.description = description;
    one.createdAtMs = one.updatedAtMs = then;
    return one;
}

PanePicture executions(const QString &state, const std::function<FixedPlatform *()> &platform, bool isChosen = false)
{
    return {u"executions-"_s + state, bottom, [=] {
                auto pane = std::make_unique<ExecutionsPane>();
                FixedPlatform *const service = platform();
                pane->resize(bottom);
                pane->setApp(service, hello);
                if (isChosen) {
                    pane->choose(service->executions.first().id);
                }
                return over(std::move(pane), service);
            }};
}

/// The record of a call with all that its timeline can show.
FixedPlatform *withTimeline()
{
    auto *const platform = new FixedPlatform;
    Execution one = call(1, ExecutionStatus::Succeeded);
    one.queuedUs = 12'000;
    one.startUs = 21'000;
    one.firstByteUs = 70'000;
    one.totalUs = 100'000;
    one.memoryPeakBytes = 380LL << 20;
    one.cpuUs = 62'000;
    one.lines.clear();
    for (const int ms : {35, 37, 38, 52, 66, 90}) {
        one.lines.append({one.createdAtMs + ms, "handled " + QByteArray::number(ms)});
    }
    platform->executions = {one};
    return platform;
}

PanePicture timeline()
{
    return {u"executions-timeline"_s, bottom, [] {
                auto pane = std::make_unique<ExecutionsPane>();
                FixedPlatform *const service = withTimeline();
                pane->resize(bottom);
                pane->setApp(service, hello);
                pane->choose(service->executions.first().id);
                auto *const tabs = pane->record()->findChild<QTabBar *>();
                for (int tab = 0; tab < tabs->count(); ++tab) {
                    tabs->tabText(tab) == u"Timeline"_s ? tabs->setCurrentIndex(tab) : void();
                }
                return over(std::move(pane), service);
            }};
}

PanePicture versions(const QString &state, const std::function<FixedPlatform *()> &platform, int chosen = 0)
{
    return {u"versions-"_s + state, bottom, [=] {
                auto pane = std::make_unique<VersionsPane>(QString());
                FixedPlatform *const service = platform();
                pane->setApp(service, hello);
                pane->setPublishAction(new QAction(u"Publish"_s, pane.get()));
                pane->choose(chosen);
                return over(std::move(pane), service);
            }};
}

PanePicture apps(const QString &state, const std::function<FixedPlatform *()> &platform)
{
    return {u"apps-"_s + state, bottom, [=] {
                auto pane = std::make_unique<AppsPane>();
                FixedPlatform *const service = platform();
                pane->setService(service, hello.organization);
                pane->setCurrent(hello);
                return over(std::move(pane), service);
            }};
}

FixedPlatform *withCalls(const QString &message)
{
    auto *const platform = new FixedPlatform;
    platform->executions = {call(3, ExecutionStatus::Failed), call(2, ExecutionStatus::TimedOut),
                            call(1, ExecutionStatus::Succeeded)};
    if (!message.isEmpty()) {
        platform->executions[0].request.target = "/" + message.toUtf8();
        platform->executions[0].request.body = "\"" + message.toUtf8() + "\"";
        platform->executions[0].panic->message = message;
    }
    return platform;
}

FixedPlatform *withVersions(const QString &note)
{
    auto *const platform = new FixedPlatform;
    platform->versions = {version(3, note), version(2, u"Greets by name"_s), version(1, {})};
    platform->state =
        AppState{.app = app(u"hello"_s, 2, {}), .active = platform->versions[1], .draft = {}, .instances = 1};
    return platform;
}

FixedPlatform *withApps(const QString &name)
{
    auto *const platform = new FixedPlatform;
    platform->apps = {app(u"hello"_s, 2, u"Greets"_s), app(name, 0, u"Takes orders and answers them. "_s.repeated(6))};
    return platform;
}

} // namespace

QList<PanePicture> platformPictures()
{
    const auto empty = [] { return new FixedPlatform; };
    return {
        executions(u"empty"_s, empty),
        executions(
            u"filled"_s, [] { return withCalls({}); }, true),
        executions(
            u"long"_s, [] { return withCalls(longWord()); }, true),
        executions(u"error"_s, failing),
        timeline(),
        versions(u"empty"_s, empty),
        versions(
            u"filled"_s, [] { return withVersions(u"Shouts"_s); }, 3),
        versions(u"long"_s, [] { return withVersions(longWord()); }),
        versions(u"error"_s, failing),
        apps(u"empty"_s, empty),
        apps(u"filled"_s, [] { return withApps(u"orders"_s); }),
        apps(u"long"_s, [] { return withApps(longWord()); }),
        apps(u"error"_s, failing),
    };
}

} // namespace studio::test
