// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/manifest.h"
#include "ui/common/theme.h"
#include "ui/dependencies/crate_field.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/dependencies/dependency_list.h"
#include "ui/dependencies/noted_delegate.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocumentFragment>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>

namespace studio::test {

inline const QString manifestText = QStringLiteral(R"([package]
name = "hello"
version = "0.1.0"

[dependencies]
ignite = "*"
serde_json = "1"
near = { path = "../near" }
json = { package = "serde_json", version = "1", features = ["preserve_order"] }

[dev-dependencies]
tempfile = "3"

[target.'cfg(unix)'.dependencies]
libc = "0.2"
)");

/// A dependency panel in a window, for the tests of its list and of its field.
class DependenciesPaneTest : public QObject
{
protected:
    std::unique_ptr<DependenciesPane> m_pane;
    DependencyList *m_list = nullptr;
    QLineEdit *m_name = nullptr;

    void show(const QString &text)
    {
        const auto manifest = parseManifest(text);
        QVERIFY2(manifest.has_value(), qPrintable(manifest ? QString() : manifest.error().message));
        m_pane->setManifest(*manifest);
    }
    [[nodiscard]] QStringList rows(int column) const
    {
        QStringList all;
        for (QTreeWidgetItemIterator at(m_list); *at; ++at) {
            if (!(*at)->isHidden()) {
                all << (*at)->text(column);
            }
        }
        return all;
    }
    [[nodiscard]] QTreeWidgetItem *group(const QString &title) const
    {
        for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
            if (m_list->topLevelItem(i)->text(0) == title) {
                return m_list->topLevelItem(i);
            }
        }
        return nullptr;
    }
    [[nodiscard]] QTreeWidgetItem *item(const QString &key) const
    {
        return m_list->findItems(key, Qt::MatchExactly | Qt::MatchRecursive).value(0);
    }
    [[nodiscard]] QTreeWidget *features() const
    {
        for (QTreeWidget *tree : m_pane->findChildren<QTreeWidget *>()) {
            if (tree != m_list && tree->accessibleName() == QLatin1String("Features")) {
                return tree;
            }
        }
        return nullptr;
    }
    [[nodiscard]] QCheckBox *box(const QString &text) const
    {
        for (QCheckBox *one : m_pane->findChildren<QCheckBox *>()) {
            if (one->text() == text) {
                return one;
            }
        }
        return nullptr;
    }
    /// The field that is open in the list; null for none.
    [[nodiscard]] QLineEdit *openedField() const { return m_list->viewport()->findChild<QLineEdit *>(); }
    QLineEdit *editRequirementOf(const QString &key)
    {
        click(key);
        QTest::keyClick(m_list, Qt::Key_F2);
        return openedField();
    }
    /// The line below the title; null when there is nothing to say.
    [[nodiscard]] QLabel *note() const
    {
        for (QLabel *label : m_pane->findChildren<QLabel *>(Qt::FindDirectChildrenOnly)) {
            if (label->wordWrap()) {
                return label;
            }
        }
        return nullptr;
    }
    [[nodiscard]] QPoint pointOf(const QString &key) const
    {
        const QRect row = m_list->visualItemRect(item(key));
        return {row.left() + 10, row.center().y()}; // in its name
    }
    void click(const QString &key) { QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, pointOf(key)); }
    QStringList menuAt(const QPoint &point, const QString &choose = {})
    {
        QStringList entries;
        QTimer whenOpen; // the menu has an event loop of its own; the timer ends with this function
        whenOpen.setSingleShot(true);
        connect(&whenOpen, &QTimer::timeout, &whenOpen, [&] {
            auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            if (!menu) {
                return;
            }
            for (QAction *action : menu->actions()) {
                entries << action->text();
                if (action->text() == choose) {
                    menu->setActiveAction(action);
                    QTest::keyClick(menu, Qt::Key_Return);
                }
            }
            menu->close();
        });
        whenOpen.start(0);
        QTest::mouseClick(m_list->viewport(), Qt::RightButton, {}, point);
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, m_list->viewport()->mapToGlobal(point));
        QApplication::sendEvent(m_list->viewport(), &event);
        return entries;
    }
    [[nodiscard]] QTreeWidget *suggestions() const
    {
        return m_pane->findChild<CrateField *>()->findChild<QTreeWidget *>();
    }
    static QList<CrateSuggestion> some()
    {
        return {{.name = QStringLiteral("serde"), .version = QStringLiteral("1.0.228"), .description = {}},
                {.name = QStringLiteral("serde_json"), .version = {}, .description = QStringLiteral("<b>JSON</b>")}};
    }

    void openField() { QTest::mouseClick(m_pane->findChild<QToolButton *>(), Qt::LeftButton); }

    void makePane()
    {
        m_pane = std::make_unique<DependenciesPane>();
        m_list = m_pane->findChild<DependencyList *>();
        m_pane->resize(260, 800);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
        QVERIFY(!m_pane->findChild<CrateField *>()); // made when it is wanted
        openField();
        openField();
        m_name = m_pane->findChild<CrateField *>()->line();
        QVERIFY(!m_name->isVisible());
    }
};

} // namespace studio::test
