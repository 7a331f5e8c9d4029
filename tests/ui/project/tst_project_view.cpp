// SPDX-License-Identifier: GPL-3.0-or-later
// The state of files in git, and the filter, in real folders.
#include "tests/core/git/git_folder.h"
#include "tests/ui/editor/colour_difference.h"
#include "ui/common/theme.h"
#include "ui/project/filtered_files.h"
#include "ui/project/project_tree.h"
#include "ui/project/project_view.h"
#include "ui/project/tree_status.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>

using namespace studio;
using git::FileState;
using test::GitFolder;

class TestProjectView : public QObject
{
    Q_OBJECT

    std::unique_ptr<GitFolder> m_folder;
    std::unique_ptr<ProjectView> m_view;

    [[nodiscard]] QString letter(const QString &name) const
    {
        return git::letterOf(m_view->tree()->status()->stateOf(m_folder->at(name)));
    }
    [[nodiscard]] QModelIndex row(const QString &name) const
    {
        const QAbstractItemModel *const model = m_view->tree()->model();
        const QModelIndex root = m_view->tree()->rootIndex();
        for (int number = 0; number < model->rowCount(root); ++number) {
            if (model->index(number, 0, root).data().toString() == name) {
                return model->index(number, 0, root);
            }
        }
        return {};
    }
    [[nodiscard]] int pixelsOf(const QString &name, const QColor &color) const
    {
        const QRect area = m_view->tree()->visualRect(row(name));
        const QImage image = m_view->tree()->viewport()->grab(area).toImage();
        int count = 0;
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                count += image.pixelColor(x, y) == color ? 1 : 0;
            }
        }
        return count;
    }
    /// "src/ (a.rs) notes.md": folders with what is in them.
    static QString shown(const QTreeWidgetItem *item)
    {
        QStringList inside;
        for (int child = 0; child < item->childCount(); ++child) {
            inside << shown(item->child(child));
        }
        return inside.isEmpty() ? item->text(0) : item->text(0) + QStringLiteral("/ (") + inside.join(u' ') + u')';
    }
    [[nodiscard]] QString found() const
    {
        return m_view->found()->isVisible() ? shown(m_view->found()->invisibleRootItem()) : QStringLiteral("all");
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<GitFolder>();
        for (const char *const name :
             {"src/lib.rs", "src/api/users.rs", "src/api/orders.rs", "notes.md", "Cargo.toml"}) {
            m_folder->write(QString::fromLatin1(name), "one\n");
        }
        m_folder->commit();
        m_view = std::make_unique<ProjectView>();
        m_view->resize(300, 500);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        m_view->setFolder(m_folder->path());
        QTRY_VERIFY(row(QStringLiteral("src")).isValid());
        m_view->tree()->setFocus();
    }
    void cleanup()
    {
        m_view.reset();
        m_folder.reset();
    }

    void states_are_shown_in_colour_with_a_letter_and_told()
    {
        QCOMPARE(pixelsOf(QStringLiteral("notes.md"), Theme::current().warning), 0);
        m_folder->write(QStringLiteral("notes.md"), "two\n");
        m_folder->write(QStringLiteral("src/api/users.rs"), "two\n");
        m_folder->write(QStringLiteral("new.rs"), "x\n"); // the tree sees that one
        QTRY_COMPARE(letter(QStringLiteral("notes.md")), QStringLiteral("M"));
        QCOMPARE(letter(QStringLiteral("new.rs")), QStringLiteral("U"));
        QCOMPARE(letter(QStringLiteral("src")), QStringLiteral("M"));
        QCOMPARE(letter(QStringLiteral("Cargo.toml")), QString());
        QCOMPARE(row(QStringLiteral("notes.md")).data(Qt::AccessibleDescriptionRole).toString(),
                 QStringLiteral("changed since the last commit"));
        QCOMPARE(row(QStringLiteral("Cargo.toml")).data(Qt::AccessibleDescriptionRole).toString(), QString());
        QVERIFY(pixelsOf(QStringLiteral("notes.md"), Theme::current().warning) > 10);
        QVERIFY(pixelsOf(QStringLiteral("new.rs"), Theme::current().success) > 3);
        QCOMPARE(pixelsOf(QStringLiteral("Cargo.toml"), Theme::current().warning), 0);
        m_folder->commit(); // from outside
        QTRY_COMPARE(letter(QStringLiteral("notes.md")), QString());
        QCOMPARE(letter(QStringLiteral("new.rs")), QString());
    }

    void a_save_is_followed()
    {
        QSignalSpy changed(m_view->tree()->status(), &TreeStatus::changed);
        m_folder->write(QStringLiteral("Cargo.toml"), "two\n");
        m_view->tree()->status()->refresh();
        QTRY_COMPARE(letter(QStringLiteral("Cargo.toml")), QStringLiteral("M"));
        QCOMPARE(changed.size(), 1);
    }

    void another_folder_has_no_state_of_the_one_before()
    {
        m_folder->write(QStringLiteral("new.rs"), "x\n");
        QTRY_COMPARE(letter(QStringLiteral("new.rs")), QStringLiteral("U"));
        QTemporaryDir outside;
        m_view->setFolder(outside.path());
        QCOMPARE(letter(QStringLiteral("new.rs")), QString());
    }

    void colours_can_be_read_in_both_themes()
    {
        for (const bool dark : {true, false}) {
            Theme::apply(dark);
            for (const FileState state : {FileState::Untracked, FileState::Added, FileState::Modified,
                                          FileState::Deleted, FileState::Conflict}) {
                const double contrast = test::contrastRatio(TreeStatus::colorOf(state), Theme::current().surface);
                QVERIFY2(contrast >= 4.5, qPrintable(QStringLiteral("%1: %2").arg(git::letterOf(state)).arg(contrast)));
            }
        }
    }

    void typing_in_the_tree_filters_it()
    {
        QTest::keyClicks(m_view->tree(), QStringLiteral("u"));
        QTRY_VERIFY(m_view->field()->hasFocus());
        QTest::keyClicks(m_view->field(), QStringLiteral("sers"));
        QTRY_COMPARE(found(), QStringLiteral("/ (src/ (api/ (users.rs)))"));
        QTest::keyClick(m_view->field(), Qt::Key_Escape);
        QTRY_COMPARE(found(), QStringLiteral("all"));
        QVERIFY(m_view->tree()->hasFocus());
        QVERIFY(m_view->field()->text().isEmpty());
    }

    void files_are_found_by_some_of_their_letters_and_opened()
    {
        QSignalSpy activated(m_view.get(), &ProjectView::fileActivated);
        m_view->focusFilter();
        QTest::keyClicks(m_view->field(), QStringLiteral("apirs"));
        QTRY_COMPARE(found(), QStringLiteral("/ (src/ (api/ (orders.rs users.rs)))"));
        QTest::keyClick(m_view->field(), Qt::Key_Return); // the best one
        QCOMPARE(activated.size(), 1);
        QTest::keyClick(m_view->field(), Qt::Key_Down);
        QTRY_VERIFY(m_view->found()->hasFocus());
        QTest::keyClick(m_view->found(), Qt::Key_Down);
        QTest::keyClick(m_view->found(), Qt::Key_Return);
        QCOMPARE(activated.size(), 2);
        QStringList opened{activated[0][0].toString(), activated[1][0].toString()};
        QVERIFY(opened[0] != opened[1] || opened[0].endsWith(QStringLiteral(".rs")));
        QTest::keyClick(m_view->found(), Qt::Key_Escape);
        QTRY_COMPARE(found(), QStringLiteral("all"));
    }

    void nothing_found_is_said()
    {
        m_view->focusFilter();
        QTest::keyClicks(m_view->field(), QStringLiteral("xyz"));
        const auto isSaid = [this] {
            for (const QLabel *const label : m_view->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text() == QStringLiteral("No file fits “xyz”")) {
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(isSaid());
        m_view->field()->clear();
        QTRY_COMPARE(found(), QStringLiteral("all"));
        m_folder->write(QStringLiteral("xyz.rs"), "x\n"); // the list is not the one of before
        QTest::keyClicks(m_view->field(), QStringLiteral("xyz"));
        QTRY_COMPARE(found(), QStringLiteral("/ (xyz.rs)"));
    }

    void very_many_files_are_bounded()
    {
        for (int number = 0; number < 2'000; ++number) {
            m_folder->write(QStringLiteral("many/file%1.rs").arg(number), {});
        }
        m_view->focusFilter();
        QTest::keyClicks(m_view->field(), QStringLiteral("file"));
        QTRY_VERIFY(m_view->found()->isVisible());
        QCOMPARE(m_view->found()->topLevelItem(0)->childCount(), ProjectView::maxShownFiles);
    }
};

QTEST_MAIN(TestProjectView)
#include "tst_project_view.moc"
