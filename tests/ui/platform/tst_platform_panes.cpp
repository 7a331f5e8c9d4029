// SPDX-License-Identifier: GPL-3.0-or-later
// The panes over a real platform, while another program changes what they show.
#include "core/remote/remote_platform.h"
#include "core/store/executions.h"
#include "tests/support/slowness.h"
#include "tests/ui/platform/platform_test.h"
#include "ui/platform/app_log_view.h"
#include "ui/platform/apps_model.h"
#include "ui/platform/apps_pane.h"
#include "ui/platform/execution_view.h"
#include "ui/platform/executions_model.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/versions_model.h"
#include "ui/platform/versions_pane.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QCoroTask>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

Execution call(const QString &message, ExecutionStatus status = ExecutionStatus::Succeeded)
{
    Execution execution;
    execution.id = uuid7();
    execution.app = hello;
    execution.version = 1;
    execution.status = status;
    execution.request = {.method = "POST",
                         .target = "/greet?loud=1",
                         .headers = {{"content-type", "application/json"}, {"x-team", "blue"}},
                         .body = "{\"message\":\"" + message.toUtf8() + "\"}"};
    execution.response.status = status == ExecutionStatus::Succeeded ? 200 : 500;
    execution.response.body = "{\"message\":\"" + message.toUtf8() + "\"}";
    execution.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    execution.totalUs = 1'234;
    execution.lines = {{.timeMs = execution.createdAtMs, .text = "said " + message.toUtf8()}};
    return execution;
}

} // namespace

class TestPlatformPanes : public PlatformTest
{
    Q_OBJECT

    /// A call that another program made.
    Execution recorded(const QList<ExecutionLine> &lines = {})
    {
        Execution one;
        one.id = uuid7();
        one.app = hello;
        one.status = ExecutionStatus::Succeeded;
        one.lines = lines;
        if (!m_other->executions().write({one}, u"another program"_s)) {
            qFatal("no record");
        }
        return one;
    }

private Q_SLOTS:
    void versions_are_listed_and_one_is_rolled_back_to()
    {
        VersionsPane pane(m_home->filePath(u"scratch"_s));
        pane.resize(900, 260);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        publish("// one\n", u"the first"_s);
        publish("// two\n");
        VersionsModel *const model = pane.model();
        QTRY_COMPARE_WITH_TIMEOUT(model->rowCount(), 2, 30'000 * slowness); // made by somebody else
        QCOMPARE(model->at(0).number, 2);
        QVERIFY(model->at(0).active);
        QCOMPARE(model->index(1, VersionsModel::Note).data().toString(), u"the first"_s);
        QCOMPARE(model->index(0, VersionsModel::Size).data().toString(), u"4.0 KiB"_s);

        QSignalSpy said(&pane, &VersionsPane::message);
        pane.choose(1);
        pane.rollBack();
        auto *box = pane.findChild<QMessageBox *>();
        QVERIFY(box);
        QTest::keyClick(box, Qt::Key_Escape); // nothing is changed
        QTRY_VERIFY(!pane.findChild<QMessageBox *>());
        QVERIFY(model->at(0).active && said.isEmpty());
        pane.rollBack();
        box = pane.findChild<QMessageBox *>();
        QVERIFY2(box->text().startsWith(u"Make version 1 of org:hello the active one?"_s), qPrintable(box->text()));
        for (QAbstractButton *const one : box->buttons()) {
            one->text() == u"Roll back"_s ? one->click() : void();
        }
        QTRY_VERIFY(model->at(1).active);
        QVERIFY(!model->at(0).active);
        QVERIFY(said.value(0).value(0).toString().contains(u"Version 1"_s));
        QCOMPARE(m_other->app(hello)->activeVersion, 1);
    }

    void apps_are_listed_and_one_is_chosen()
    {
        AppsPane pane;
        pane.resize(900, 260);
        pane.show();
        pane.setService(m_platform.get(), u"org"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        App other;
        other.id = {u"org"_s, u"another"_s};
        other.description = u"made elsewhere"_s;
        QVERIFY(m_other->createApp(other));
        QTRY_COMPARE_WITH_TIMEOUT(pane.model()->rowCount(), 2, 30'000 * slowness);
        QCOMPARE(pane.model()->index(0, AppsModel::Description).data().toString(), u"made elsewhere"_s);
        QSignalSpy chosen(&pane, &AppsPane::appChosen);
        auto *const table = pane.findChild<QTreeView *>();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(pane.model()->index(0, 0)).center());
        QCOMPARE(chosen.value(0).value(0).value<AppId>(), other.id);
    }

    void an_app_is_deleted_once_that_was_confirmed()
    {
        AppsPane pane;
        pane.resize(900, 260);
        pane.show();
        pane.setService(m_platform.get(), u"org"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        auto *const table = pane.findChild<QTreeView *>();
        const auto deleteAnd = [&](QMessageBox::ButtonRole role) {
            Q_EMIT table->customContextMenuRequested(table->visualRect(pane.model()->index(0, 0)).center());
            QMenu *menu = nullptr;
            QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) != nullptr);
            menu->setActiveAction(menu->actions().last());
            QTest::keyClick(menu, Qt::Key_Return);
            QMessageBox *box = nullptr;
            QTRY_VERIFY((box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) != nullptr);
            QVERIFY(box->text().contains(hello.toString()));
            for (QAbstractButton *const button : box->buttons()) {
                if (box->buttonRole(button) == role) {
                    button->click();
                    return;
                }
            }
            QFAIL("there is no such button");
        };
        deleteAnd(QMessageBox::RejectRole);
        QVERIFY(m_other->app(hello));
        deleteAnd(QMessageBox::DestructiveRole);
        QTRY_COMPARE(pane.model()->rowCount(), 0);
        QVERIFY(!m_other->app(hello));
    }

    void what_cannot_be_loaded_is_said_and_is_no_empty_list()
    {
        RemotePlatform nobody(QUrl(u"http://127.0.0.1:1"_s), {}, {});
        const auto says = [](const QWidget &pane, const QString &words) {
            const auto labels = pane.findChildren<QLabel *>();
            return std::ranges::any_of(
                labels, [&](const QLabel *label) { return label->isVisible() && label->text() == words; });
        };
        VersionsPane versions(m_home->filePath(u"scratch"_s));
        ExecutionsPane executions;
        AppsPane apps;
        for (QWidget *pane :
             {static_cast<QWidget *>(&versions), static_cast<QWidget *>(&executions), static_cast<QWidget *>(&apps)}) {
            pane->resize(900, 260);
            pane->show();
        }
        QSignalSpy failed(&versions, &VersionsPane::loadFailed);
        versions.setApp(&nobody, hello);
        executions.setApp(&nobody, hello);
        apps.setService(&nobody, u"org"_s);
        for (const QWidget *pane :
             {static_cast<QWidget *>(&versions), static_cast<QWidget *>(&executions), static_cast<QWidget *>(&apps)}) {
            QTRY_VERIFY_WITH_TIMEOUT(says(*pane, u"Not loaded"_s), 10'000 * slowness);
        }
        QCOMPARE(failed.value(0).value(0).value<Error>().code, ErrorCode::Unavailable);
        // What was shown before stays.
        publish("// one\n");
        versions.setApp(m_platform.get(), hello);
        QTRY_COMPARE(versions.model()->rowCount(), 1);
        QVERIFY(!says(versions, u"Not loaded"_s));
    }

    void records_are_deleted_once_that_was_confirmed()
    {
        const Execution one = recorded();
        ExecutionsPane pane;
        pane.resize(1'200, 260);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        pane.choose(one.id);
        QTRY_COMPARE(pane.record()->execution().id, one.id);
        auto *const table = pane.findChild<QTreeView *>();
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), one.id); // not what the row shows of it
        enum class Answer { Escape, Enter, Delete };
        for (const Answer answer : {Answer::Escape, Answer::Enter, Answer::Delete}) {
            QTest::keyClick(table, Qt::Key_Delete);
            QMessageBox *box = nullptr;
            QTRY_VERIFY((box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) != nullptr);
            if (answer == Answer::Delete) {
                const auto buttons = box->findChildren<QPushButton *>();
                (*std::ranges::find(buttons, u"Delete"_s, &QPushButton::text))->click();
            } else {
                QTest::keyClick(box, answer == Answer::Enter ? Qt::Key_Return : Qt::Key_Escape);
            }
            QTRY_VERIFY(!QApplication::activeModalWidget());
            QTRY_COMPARE(pane.model()->rowCount(), answer == Answer::Delete ? 0 : 1);
        }
        QVERIFY(pane.record()->execution().id.isEmpty());
    }

    void the_log_is_read_through_the_same_search()
    {
        const Execution one = recorded({{1'000, "the first line"}, {2'000, "the SECOND line"}});
        ExecutionsPane pane;
        pane.resize(1'200, 260);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        pane.findChild<QTabBar *>()->setCurrentIndex(1);
        auto *const log = pane.findChild<AppLogView *>();
        QTRY_VERIFY(log->toPlainText().contains(u"the first line"_s));
        QVERIFY(log->toPlainText().contains(one.id.right(6)));
        pane.search(u"second"_s);
        QTRY_VERIFY(!log->toPlainText().contains(u"the first line"_s));
        QVERIFY(log->toPlainText().contains(u"the SECOND line"_s));
    }

    void the_log_is_filtered_by_level_and_a_line_leads_to_its_call()
    {
        const Execution one = recorded({{1'000, "DEBUG shop: one"}, {2'000, "[WARN shop] two"}});
        const Execution other = recorded({{3'000, "\x1b[31mERROR\x1b[0m shop: three"}});
        ExecutionsPane pane;
        pane.resize(1'200, 260);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        pane.findChild<QTabBar *>()->setCurrentIndex(1);
        auto *const log = pane.findChild<AppLogView *>();
        QTRY_VERIFY(log->toPlainText().contains(u"shop: three"_s));
        QVERIFY(!log->toPlainText().contains(QChar(0x1b)));
        const auto boxes = pane.findChildren<QComboBox *>();
        const auto level =
            std::ranges::find_if(boxes, [](const QComboBox *box) { return box->accessibleName() == u"Level"; });
        QVERIFY(level != boxes.end() && (*level)->isVisible());
        (*level)->setCurrentIndex((*level)->findText(u"Warnings and errors"_s));
        QCOMPARE(log->document()->blockCount(), 3); // two lines, and the end of the last
        QVERIFY(!log->toPlainText().contains(u"one"_s));
        (*level)->setCurrentIndex(0);
        pane.search(one.id);
        QTRY_VERIFY(!log->toPlainText().contains(u"three"_s)); // of the other call
        QVERIFY(log->toPlainText().contains(u"one"_s) && log->toPlainText().contains(u"two"_s));
        pane.search({});
        QTRY_VERIFY(log->toPlainText().contains(u"three"_s));
        auto *const utc = pane.findChild<QCheckBox *>();
        utc->click();
        QVERIFY2(log->toPlainText().contains(u"1970-01-01 00:00:03.000Z"_s), qPrintable(log->toPlainText()));
        const auto place = [&](const QString &word) { return log->cursorRect(log->document()->find(word)).center(); };
        QTest::mouseDClick(log->viewport(), Qt::LeftButton, {}, place(u"three"_s) - QPoint(4, 0));
        QCOMPARE(log->textCursor().selectedText(), u"three"_s); // as in any text
        QCOMPARE(pane.findChild<QTabBar *>()->currentIndex(), 1);
        QTextCursor cursor = log->document()->find(u"three"_s);
        log->setTextCursor(cursor);
        QTest::keyClick(log, Qt::Key_Return);
        QCOMPARE(pane.findChild<QTabBar *>()->currentIndex(), 0);
        QTRY_COMPARE(pane.record()->execution().id, other.id);
    }

    void an_app_that_is_gone_shows_no_record_of_it()
    {
        const Execution one = recorded();
        ExecutionsPane pane;
        pane.resize(1'200, 260);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        pane.choose(one.id);
        QTRY_COMPARE(pane.record()->execution().id, one.id);
        QVERIFY(m_other->deleteApp(hello)); // by another program
        QTRY_COMPARE_WITH_TIMEOUT(pane.model()->rowCount(), 0, 30'000 * slowness);
        QVERIFY(pane.record()->execution().id.isEmpty());
    }

    void an_app_that_does_not_exist_yet_shows_what_to_do()
    {
        VersionsPane versions(m_home->filePath(u"scratch"_s));
        ExecutionsPane executions;
        QSignalSpy said(&versions, &VersionsPane::message);
        QSignalSpy alsoSaid(&executions, &ExecutionsPane::message);
        versions.show();
        executions.show();
        versions.setApp(m_platform.get(), {u"org"_s, u"nobody"_s});
        executions.setApp(m_platform.get(), {u"org"_s, u"nobody"_s});
        QVERIFY(QCoro::waitFor(m_platform->listApps(u"org"_s))); // after what the panes have asked
        QCoreApplication::processEvents();
        QVERIFY(said.isEmpty());
        QVERIFY(alsoSaid.isEmpty());
    }

    void calls_appear_as_they_come_and_are_searched()
    {
        ExecutionsPane pane;
        pane.resize(1000, 300);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        const Execution first = call(u"apples"_s);
        const Execution second = call(u"pears"_s, ExecutionStatus::Failed);
        QVERIFY(m_other->executions().write({first}, u"another program"_s));
        QVERIFY(m_other->executions().write({second}, u"another program"_s));
        QTRY_COMPARE_WITH_TIMEOUT(pane.model()->rowCount(), 2, 30'000 * slowness);
        QCOMPARE(pane.model()->at(0).id, second.id); // newest first
        QCOMPARE(pane.model()->index(0, ExecutionsModel::State).data().toString(), u"failed"_s);
        QCOMPARE(pane.model()->index(1, ExecutionsModel::Answer).data().toString(), u"200"_s);
        pane.search(u"apples"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        QCOMPARE(pane.model()->at(0).id, first.id);
        pane.search(u"nothing like it"_s);
        QTRY_COMPARE(pane.model()->rowCount(), 0);
        pane.search({});
        QTRY_COMPARE(pane.model()->rowCount(), 2);
    }

    void a_record_opens_is_sent_again_and_leads_to_its_panic()
    {
        Execution panicked = call(u"boom"_s, ExecutionStatus::Failed);
        panicked.panic = Panic{.message = u"out of apples"_s, .file = u"src/lib.rs"_s, .line = 7, .column = 5};
        QVERIFY(m_other->executions().write({panicked}, u"another program"_s));
        ExecutionsPane pane;
        pane.resize(1000, 300);
        pane.show();
        pane.setApp(m_platform.get(), hello);
        QTRY_COMPARE(pane.model()->rowCount(), 1);
        pane.choose(panicked.id);
        QTRY_COMPARE(pane.record()->execution().id, panicked.id);
        QCOMPARE(pane.record()->execution().lines, panicked.lines);
        QSignalSpy chosen(&pane, &ExecutionsPane::requestChosen);
        QSignalSpy place(&pane, &ExecutionsPane::sourceRequested);
        for (QToolButton *button : pane.record()->findChildren<QToolButton *>()) {
            button->isVisible() ? button->click() : void();
        }
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<HttpRequest>(), panicked.request);
        QCOMPARE(place.size(), 1);
        QCOMPARE(place[0].sliced(1), (QVariantList{u"src/lib.rs"_s, 7, 5}));
        QCOMPARE(place[0][0].value<Execution>().id, panicked.id);
    }
};

QTEST_MAIN(TestPlatformPanes)
#include "tst_platform_panes.moc"
