// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/banner.h"
#include "ui/common/empty_state.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace studio;

class TestBanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words_are_shown_as_they_are_written()
    {
        const QString sentence = QStringLiteral("expected `Vec<u>`, found <b>x</b> & more");
        Banner banner;
        banner.show(Banner::Kind::Error, sentence);
        QCOMPARE(banner.text(), sentence);
        EmptyState empty(QStringLiteral("folder"), sentence, sentence);
        empty.show();
        QCOMPARE(empty.findChildren<QLabel *>().size(), 3);
        for (const QWidget *widget : {static_cast<const QWidget *>(&banner), static_cast<const QWidget *>(&empty)}) {
            for (const QLabel *label : widget->findChildren<QLabel *>()) {
                QVERIFY2(label->text().isEmpty() || label->textFormat() == Qt::PlainText, qPrintable(label->text()));
            }
        }
    }

    /// The button's click is still under way when the next sentence takes its place.
    void an_action_may_show_the_next_sentence()
    {
        Banner banner;
        auto *const again = new QAction(QStringLiteral("Again"));
        int times = 0;
        connect(again, &QAction::triggered, &banner, [&] {
            ++times;
            banner.show(Banner::Kind::Success, QStringLiteral("Done."));
        });
        banner.show(Banner::Kind::Error, QStringLiteral("It failed."), {again});
        const QPointer<QPushButton> button = banner.findChild<QPushButton *>();
        QVERIFY(button);
        const QPointer<QAction> action = again;
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(times, 1);
        QCOMPARE(banner.text(), QStringLiteral("Done."));
        QTRY_VERIFY(!button && !action);
        QVERIFY(banner.isVisible());
        QTest::mouseClick(banner.findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(!banner.isVisible());
    }

    void when_it_is_hidden_the_focus_goes_back()
    {
        QWidget window;
        auto *const column = new QVBoxLayout(&window);
        auto *const banner = new Banner;
        auto *const first = new QLineEdit;
        auto *const text = new QLineEdit;
        for (QWidget *const one : std::initializer_list<QWidget *>{banner, first, text}) {
            column->addWidget(one);
        }
        auto *const yes = new QAction(QStringLiteral("Yes"));
        connect(yes, &QAction::triggered, banner, [banner] { banner->hide(); });
        banner->show(Banner::Kind::Information, QStringLiteral("May it?"), {yes});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        text->setFocus();
        auto *const button = banner->findChild<QPushButton *>();
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!banner->isVisible());
        QVERIFY(text->hasFocus());
        banner->say(QStringLiteral("Done."), false);
        banner->findChild<QToolButton *>()->setFocus(); // by the keyboard
        QTest::keyClick(banner->findChild<QToolButton *>(), Qt::Key_Space);
        QVERIFY(!banner->isVisible());
        QVERIFY(text->hasFocus());
    }

    void its_mark_follows_the_theme()
    {
        Theme::apply(false);
        Banner banner;
        banner.show(Banner::Kind::Success, QStringLiteral("Done."));
        const auto mark = [&] { return banner.findChild<QLabel *>()->pixmap().toImage(); };
        const QImage light = mark();
        Theme::apply(true);
        banner.show(Banner::Kind::Success, QStringLiteral("Done."));
        const QImage dark = mark();
        QVERIFY(dark != light);
        Theme::apply(false);
        QTRY_COMPARE(mark(), light);
    }

    void no_word_makes_it_wider()
    {
        Banner banner;
        banner.show(Banner::Kind::Error, QStringLiteral("It failed."));
        const int usual = banner.minimumSizeHint().width();
        banner.show(Banner::Kind::Error, QStringLiteral("It said ") + QString(300, u'x'));
        QCOMPARE(banner.minimumSizeHint().width(), usual);
    }
};

QTEST_MAIN(TestBanner)
#include "tst_banner.moc"
