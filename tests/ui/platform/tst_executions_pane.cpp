// SPDX-License-Identifier: GPL-3.0-or-later
// What one does with the calls of an app in the window: search them, look at one.
#include "core/store/executions.h"
#include "tests/support/slowness.h"
#include "tests/ui/platform/platform_test.h"
#include "ui/platform/call_filter.h"
#include "ui/platform/execution_file_dialog.h"
#include "ui/platform/execution_view.h"
#include "ui/platform/execution_waterfall.h"
#include "ui/platform/executions_model.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/plain_table.h"
#include "ui/platform/replay_dialog.h"
#include "ui/platform/replay_rows.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabBar>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

Execution made(const QByteArray &body, int status, qint64 totalUs)
{
    Execution one;
    one.id = uuid7();
    one.app = hello;
    one.version = 1;
    one.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    one.status = status < 500 ? ExecutionStatus::Succeeded : ExecutionStatus::Failed;
    one.response.status = status;
    one.request.body = body;
    one.totalUs = totalUs;
    return one;
}

/// Answers with what it is sent.
class EchoInvoker final : public Invoker
{
public:
    Task<Invocation> invoke(AppId, InvokeTarget target, HttpRequest request, InvokeObserver, std::stop_token) override
    {
        Invocation answer;
        answer.executionId = uuid7();
        answer.response.status = target.version == 7 ? 200 : 500;
        answer.response.body = request.body;
        co_return answer;
    }
    Task<QString> invokeAsync(AppId, InvokeTarget, HttpRequest) override { co_return QString(); }
};

} // namespace

class TestExecutionsPane : public PlatformTest
{
    Q_OBJECT

    void record(const QList<Execution> &all) { QVERIFY(m_other->executions().write(all, u"another program"_s)); }

    static QStringList shown(const ExecutionsPane &pane)
    {
        QStringList bodies;
        for (int row = 0; row < pane.model()->rowCount(); ++row) {
            bodies << pane.model()->at(row).id;
        }
        return bodies;
    }

private Q_SLOTS:
    void a_call_s_time_is_divided_data()
    {
        using K = WaterfallSpan;
        QTest::addColumn<QList<qint64>>("times"); // queued, start, first byte, total
        QTest::addColumn<bool>("isCold");
        QTest::addColumn<QList<WaterfallSpan>>("spans");
        const auto row = [](const char *name, const QList<qint64> &times, bool isCold,
                            const QList<WaterfallSpan> &spans) { QTest::newRow(name) << times << isCold << spans; };
        row("runs", {0, 0, -1, 0}, false, {});
        row("warm", {10, 0, 90, 100}, false, {{K::Queue, 0, 10}, {K::Handler, 10, 90}, {K::Stream, 90, 100}});
        row("cold", {10, 30, 90, 100}, true,
            {{K::Queue, 0, 10}, {K::Start, 10, 40}, {K::Handler, 40, 90}, {K::Stream, 90, 100}});
        row("of before", {10, 0, -1, 100}, false, {{K::Queue, 0, 10}, {K::Handler, 10, 100}});
        row("nonsense", {1LL << 62, 1LL << 62, 5, 100}, true, {{K::Queue, 0, 100}});
        row("negative", {-5, -5, -5, 100}, true, {{K::Handler, 0, 100}});
    }
    void a_call_s_time_is_divided()
    {
        QFETCH(QList<qint64>, times);
        QFETCH(bool, isCold);
        QFETCH(QList<WaterfallSpan>, spans);
        Execution one;
        one.queuedUs = times[0];
        one.startUs = times[1];
        one.firstByteUs = times[2];
        one.totalUs = times[3];
        one.coldStart = isCold;
        QCOMPARE(waterfallSpans(one), spans);
        one.createdAtMs = 1'000;
        one.totalUs = 10'000;
        QCOMPARE(lineOffsetUs(one, {1'004, {}}), 4'000);
        QCOMPARE(lineOffsetUs(one, {999, {}}), 0);
        QCOMPARE(lineOffsetUs(one, {std::numeric_limits<qint64>::max(), {}}), 10'000);
    }

    void the_timeline_tells_times_lines_and_limits_and_is_used_by_keys()
    {
        Execution one = made("slow", 200, 100'000);
        one.coldStart = true;
        one.queuedUs = 10'000;
        one.startUs = 30'000;
        one.firstByteUs = 90'000;
        one.memoryPeakBytes = 64 << 20;
        one.cpuUs = 20'000;
        one.lines = {{one.createdAtMs + 50, "first"}, {one.createdAtMs + 60, "second"}};
        record({one});
        ExecutionsPane pane;
        pane.resize(1'200, 300);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        pane.choose(one.id);
        QTRY_COMPARE(pane.record()->execution().id, one.id);
        auto *const waterfall = pane.findChild<ExecutionWaterfall *>();
        auto *const tabs = pane.record()->findChild<QTabBar *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->tabText(tab) == u"Timeline"_s ? tabs->setCurrentIndex(tab) : void();
        }
        QVERIFY(waterfall->isVisible());
        const QString words =
            u"Queued: 10.0 ms, from 0 µs on\nCold start: 30.0 ms, from 10.0 ms on\nHandler: 50.0 ms, from 40.0 ms "
            "on\nAnswer: 10.0 ms, from 90.0 ms on\nstderr: 2 lines, from 50.0 ms to 60.0 ms\nTotal: 100 ms\n"
            "Memory: 64.0 MiB of 512 MiB (13 %)\nCPU: 20.0 ms, on average 200 of 500 millicores (40 %)"_s;
        QTRY_COMPARE(waterfall->text(), words);
        QCOMPARE(waterfall->accessibleDescription(), words);
        QTest::keyClick(waterfall, Qt::Key_Right);
        QTest::keyClick(waterfall, Qt::Key_Right);
        QTest::keyClick(waterfall, Qt::Key_Right);
        QVERIFY(waterfall->accessibleDescription().contains(u"Line 2, after 60.0 ms: second"_s));
        QTest::keyClick(waterfall, Qt::Key_Return);
        auto *const text = pane.record()->findChild<QPlainTextEdit *>();
        QVERIFY(text->isVisible() && text->textCursor().selectedText().endsWith(u"second"_s));
    }

    void one_is_exported_and_opened_elsewhere()
    {
        publish("// one\n");
        Execution one = made("hi", 500, 5'000);
        one.codeHash = m_other->version(hello, 1)->codeHash;
        one.panic = Panic{u"boom"_s, u"src/lib.rs"_s, 1, 4};
        record({one});
        ExecutionsPane pane;
        pane.resize(1'200, 300);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        pane.choose(one.id);
        QSignalSpy said(&pane, &ExecutionsPane::message);
        Q_EMIT pane.findChild<PlainTable *>()->customContextMenuRequested({5, 5});
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) != nullptr);
        for (QAction *const action : menu->actions()) {
            action->text() == u"Export…"_s ? action->trigger() : void();
        }
        menu->close();
        QFileDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = pane.findChild<QFileDialog *>()) != nullptr);
        const QString path = m_home->filePath(u"one.ignite-execution"_s);
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        QTRY_COMPARE(said.size(), 1);
        QVERIFY2(QFileInfo(path).isFile(), qPrintable(said[0][0].toString()));

        auto *const file = new ExecutionFileDialog(path, m_compiler.get());
        file->show();
        QTRY_COMPARE(file->record()->execution().id, one.id);
        QSignalSpy place(file, &ExecutionFileDialog::locationRequested);
        Q_EMIT file->record()->sourceRequested(u"src/lib.rs"_s, 1, 4);
        QTRY_COMPARE(place.size(), 1);
        QVERIFY2(place[0][0].toString().endsWith(u"/v1/src/lib.rs"_s), qPrintable(place[0][0].toString()));
        // It asks before it runs anything.
        file->replay();
        auto *const box = file->findChild<QMessageBox *>();
        QVERIFY(box && box->text().contains(u"Compile and run the code"_s));
        QCOMPARE(box->defaultButton(), box->button(QMessageBox::Cancel));
        QTest::keyClick(box, Qt::Key_Escape);
        QVERIFY(!file->rows()->isVisible());
        delete file;

        // What is no such file is said.
        QFile broken(path);
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("nonsense") > 0);
        broken.close();
        ExecutionFileDialog *const none = new ExecutionFileDialog(path, m_compiler.get());
        none->show();
        const auto labels = none->findChildren<QLabel *>();
        QTRY_VERIFY(std::ranges::any_of(
            labels, [](const QLabel *label) { return label->text().contains(u"is not an exported execution"_s); }));
        delete none;
    }

    void many_are_replayed_and_what_differs_is_shown()
    {
        const QList<Execution> all{made("one", 200, 5), made("two", 200, 5), made("three", 200, 5)};
        record(all);
        EchoInvoker invoker; // the records have no answer but one
        Execution same = made("{\"a\": 1}", 200, 5);
        same.response.body = "{\"a\":1}";
        record({same});
        const CallTarget target{.id = u"version:7"_s,
                                .title = u"Version 7"_s,
                                .invoker = &invoker,
                                .app = hello,
                                .target = {InvokeTarget::Numbered, 7}};
        auto *const dialog = new ReplayDialog(m_platform.get(), {all[0].id, same.id, uuid7(), all[2].id}, target);
        QSignalSpy finished(dialog, &ReplayDialog::finished);
        dialog->show();
        QTRY_COMPARE(finished.size(), 1);
        const ReplayRows *const rows = dialog->rows();
        QCOMPARE(rows->topLevelItemCount(), 4);
        QCOMPARE(rows->topLevelItem(0)->text(ReplayRows::Result), u"body differs"_s);
        QCOMPARE(rows->topLevelItem(1)->text(ReplayRows::Result), u"same"_s);
        QVERIFY(rows->topLevelItem(2)->text(ReplayRows::Result).startsWith(u"No execution"_s));
        QCOMPARE(rows->differing(), 2);
        QCOMPARE(rows->failed(), 1);
        const auto labels = dialog->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->text() == u"2 of 3 answers differ. 1 of 4 could not be replayed."_s;
        }));
        delete dialog;
    }

    void a_call_of_another_app_is_not_replayed_on_this_one()
    {
        Execution other = made("elsewhere", 200, 5'000);
        other.app.name = u"other"_s;
        App app;
        app.id = other.app;
        QVERIFY(m_other->createApp(app));
        const Execution own = made("here", 200, 5'000);
        record({other, own});
        EchoInvoker invoker;
        ExecutionsPane pane;
        pane.setTargets({{.id = u"version:7"_s,
                          .title = u"Version 7"_s,
                          .invoker = &invoker,
                          .app = hello,
                          .target = {InvokeTarget::Numbered, 7}}});
        pane.resize(1'200, 300);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        pane.search(u"app:*"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 2);
        const auto canReplay = [&](const QString &id) {
            pane.choose(id);
            Q_EMIT pane.findChild<PlainTable *>()->customContextMenuRequested({5, 5});
            auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            bool isEnabled = false;
            for (const QAction *const action : menu ? menu->actions() : QList<QAction *>()) {
                isEnabled = isEnabled || (action->text() == u"Replay on"_s && action->isEnabled());
            }
            menu ? menu->close() : false;
            return isEnabled;
        };
        QVERIFY(canReplay(own.id));
        QVERIFY(!canReplay(other.id));
        // Its file is called after its own app.
        Q_EMIT pane.findChild<PlainTable *>()->customContextMenuRequested({5, 5});
        auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *const action : menu->actions()) {
            action->text() == u"Export…"_s ? action->trigger() : void();
        }
        menu->close();
        auto *const dialog = pane.findChild<QFileDialog *>();
        QVERIFY(dialog && QFileInfo(dialog->selectedFiles().value(0)).fileName().startsWith(u"other-"_s));
    }

    void records_are_deleted_while_the_pane_turns_to_nothing()
    {
        Execution other = made("elsewhere", 200, 5'000);
        other.app.name = u"other"_s;
        App app;
        app.id = other.app;
        QVERIFY(m_other->createApp(app));
        const Execution own = made("here", 200, 5'000);
        record({other, own});
        ExecutionsPane pane;
        pane.resize(1'200, 300);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        pane.search(u"app:*"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 2);
        auto *const table = pane.findChild<PlainTable *>();
        table->selectAll();
        QTest::keyClick(table, Qt::Key_Delete);
        auto *const box = pane.findChild<QMessageBox *>();
        QVERIFY(box);
        for (QAbstractButton *const button : box->buttons()) {
            box->buttonRole(button) == QMessageBox::DestructiveRole ? button->click() : void();
        }
        pane.setApp(nullptr, {});
        QTRY_VERIFY(!m_other->executions().get(own.id) || !m_other->executions().get(other.id));
        QCoreApplication::processEvents();
        QCOMPARE(pane.model()->rowCount(), 0);
    }

    void a_list_comes_up_to_date_while_calls_keep_coming()
    {
        ExecutionsPane pane;
        pane.resize(1'200, 300);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        record({made("first", 200, 5'000)});
        // Wanted again before each answer, for the same words.
        QTimer busy;
        connect(&busy, &QTimer::timeout, &pane, [&] {
            pane.search(u"x"_s);
            pane.search(QString());
        });
        busy.start(0);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        busy.stop();
    }

    void filters_are_typed_completed_and_chosen()
    {
        Execution other = made("elsewhere", 200, 5'000);
        other.app.name = u"other"_s;
        App app;
        app.id = other.app;
        QVERIFY(m_other->createApp(app));
        const QList<Execution> all{made("quick", 200, 5'000), made("slow", 200, 300'000), made("bad", 500, 5'000),
                                   made("missing", 404, 5'000)};
        record(all + QList{other});
        ExecutionsPane pane;
        pane.resize(1'200, 300);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        QTRY_COMPARE(pane.model()->rowCount(), 4);

        pane.search(u"status:error"_s);
        QTRY_COMPARE(shown(pane), QStringList{all[2].id});
        pane.search(u"status:404"_s);
        QTRY_COMPARE(shown(pane), QStringList{all[3].id});
        pane.search(u"duration:>200ms slo"_s);
        QTRY_COMPARE(shown(pane), QStringList{all[1].id});
        pane.search(u"since:1h version:2"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 0);
        pane.search(u"app:* since:1h"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 5);
        QCOMPARE(pane.model()->index(4, ExecutionsModel::Code).data().toString(), u"other v1"_s);
        QCOMPARE(pane.model()->index(0, ExecutionsModel::Code).data().toString(), u"v1"_s);
        pane.search(u"app:other"_s);
        QTRY_COMPARE(shown(pane), QStringList{other.id});

        // What cannot be read is said, and the rest holds.
        pane.search(u"duration:long slow"_s);
        QTRY_COMPARE(shown(pane), QStringList{all[1].id});
        const auto labels = pane.findChildren<QLabel *>();
        QTRY_VERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(u"“long” is not a duration"_s);
        }));

        // Typed with the list below: a name, then its value.
        auto *const field = pane.findChild<CallFilter *>();
        auto *const list = pane.findChild<QCompleter *>()->popup();
        pane.activateWindow();
        field->setFocus();
        field->clear();
        QTest::keyClicks(field, u"slow st"_s);
        QTRY_VERIFY(list->isVisible());
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(field->text(), u"slow status:"_s);
        QTRY_VERIFY(list->isVisible()); // its values
        QTest::keyClicks(field, u"su"_s);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(field->text(), u"slow status:succeeded"_s);
        QTRY_COMPARE(shown(pane), QStringList{all[1].id});

        // And from the menu, where one takes the place of another of its name.
        QTest::keyClick(field, Qt::Key_Down, Qt::AltModifier);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) != nullptr);
        QCOMPARE(menu->actions().first()->text(), u"Status"_s);
        menu->actions().first()->menu()->actions().first()->trigger();
        menu->close();
        QCOMPARE(field->text(), u"slow status:error"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 0);
    }
};

QTEST_MAIN(TestExecutionsPane)
#include "tst_executions_pane.moc"
