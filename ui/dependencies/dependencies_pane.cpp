// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/dependencies_pane.h"

#include "ui/common/escape.h"
#include "ui/common/icons.h"
#include "ui/common/section_title.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

QString sideText(const Dependency &one)
{
    const bool isFromRegistry = one.source.isEmpty() || one.source.startsWith(QLatin1String("registry "));
    QString text = isFromRegistry ? one.requirement : one.source.section(QLatin1Char(' '), 0, 0);
    if (one.table == DependencyTable::Dev) {
        text += QObject::tr(" dev");
    } else if (one.table == DependencyTable::Build) {
        text += QObject::tr(" build");
    }
    return text;
}

QString tipOf(const Dependency &one)
{
    QStringList parts{one.package == one.key ? one.key : QObject::tr("%1 (crate %2)").arg(one.key, one.package)};
    if (!one.source.isEmpty()) {
        parts << one.source;
    }
    if (!one.features.isEmpty()) {
        parts << QObject::tr("features: %1").arg(one.features.join(QStringLiteral(", ")));
    }
    if (!one.platform.isEmpty()) {
        parts << QObject::tr("only for %1").arg(one.platform);
    }
    if (one.injected) {
        parts << QObject::tr("added by the compiler because Cargo.toml does not name it");
    }
    return parts.join(QLatin1Char('\n'));
}

} // namespace

DependenciesPane::DependenciesPane(QWidget *parent)
    : QWidget(parent), m_list(new QTreeWidget), m_add(new QToolButton), m_name(new QLineEdit), m_note(new QLabel)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *const head = new QHBoxLayout;
    head->setContentsMargins(12, 4, 4, 4);
    m_add->setIcon(icon("list-add"));
    m_add->setAutoRaise(true);
    m_add->setToolTip(tr("Add a crate"));
    m_add->setAccessibleName(tr("Add a crate"));
    head->addWidget(sectionTitle(tr("Dependencies")), 1);
    head->addWidget(m_add);
    column->addLayout(head);
    m_name->setPlaceholderText(tr("crate or crate@1.2, then Enter"));
    m_name->setToolTip(asTip(tr("Also what cargo add takes, such as serde --features derive, and a line of TOML")));
    m_name->setAccessibleName(tr("Crate to add"));
    m_name->hide();
    column->addWidget(m_name);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(12, 4, 12, 4);
    m_note->hide();
    column->addWidget(m_note);
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setIndentation(14);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Fixed);
    m_list->header()->setMinimumSectionSize(0);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Dependencies"));
    column->addWidget(m_list, 1);
    setFocusProxy(m_list);
    connect(m_add, &QToolButton::clicked, this, [this] {
        m_name->setVisible(!m_name->isVisible());
        m_name->setFocus();
    });
    connect(m_name, &QLineEdit::textEdited, this, [this] { say({}, false); }); // it was about another one
    connect(m_name, &QLineEdit::returnPressed, this, [this] {
        if (!m_name->text().trimmed().isEmpty()) {
            Q_EMIT addRequested(m_name->text().trimmed());
        }
    });
    connect(m_list, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        if (const Dependency *one = dependencyOf(item); one && one->line > 0) {
            Q_EMIT lineRequested(one->line);
        }
    });
}

const Dependency *DependenciesPane::dependencyOf(const QTreeWidgetItem *item) const
{
    const qsizetype index = item ? item->data(0, Qt::UserRole).toLongLong() - 1 : -1;
    return index >= 0 && index < m_manifest.dependencies.size() ? &m_manifest.dependencies[index] : nullptr;
}

void DependenciesPane::addItem(QTreeWidgetItem *parent, qsizetype index)
{
    const Dependency &one = m_manifest.dependencies[index];
    auto *const item = new QTreeWidgetItem(parent, {one.key, sideText(one)});
    item->setData(0, Qt::UserRole, index + 1);
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setForeground(1, Theme::current().muted);
    if (one.injected) {
        item->setForeground(0, Theme::current().muted);
    }
    item->setToolTip(0, asTip(tipOf(one)));
    item->setToolTip(1, asTip(tipOf(one)));
}

void DependenciesPane::setManifest(const Manifest &manifest)
{
    if (manifest == m_manifest && m_list->topLevelItemCount() > 0) {
        return;
    }
    m_manifest = manifest;
    showManifest();
}

void DependenciesPane::showManifest()
{
    const Manifest &manifest = m_manifest;
    const int last = m_list->topLevelItemCount() - 1;
    const bool isOpen = last >= 0 && m_list->topLevelItem(last)->isExpanded();
    m_list->clear();
    int injected = 0;
    for (qsizetype i = 0; i < manifest.dependencies.size(); ++i) {
        if (manifest.dependencies[i].injected) {
            ++injected;
        } else {
            addItem(m_list->invisibleRootItem(), i);
        }
    }
    if (injected == 0) {
        fitColumns();
        return;
    }
    auto *const group = new QTreeWidgetItem(m_list, {tr("injected"), QString::number(injected)});
    group->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    group->setForeground(0, Theme::current().muted);
    group->setForeground(1, Theme::current().muted);
    group->setToolTip(0, tr("What the compiler adds because Cargo.toml does not name it"));
    for (qsizetype i = 0; i < manifest.dependencies.size(); ++i) {
        if (manifest.dependencies[i].injected) {
            addItem(group, i);
        }
    }
    group->setExpanded(isOpen);
    fitColumns();
}

/// The requirements get what they need, and no more than leaves half of the width to the names.
void DependenciesPane::fitColumns()
{
    m_list->resizeColumnToContents(1);
    m_list->header()->resizeSection(1, std::min(m_list->header()->sectionSize(1), width() / 2));
}

void DependenciesPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitColumns();
}

void DependenciesPane::say(const QString &text, bool isError)
{
    QPalette palette = m_note->palette();
    palette.setColor(QPalette::WindowText, isError ? Theme::current().danger : Theme::current().muted);
    m_note->setPalette(palette);
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

void DependenciesPane::setError(const QString &sentence)
{
    say(sentence, true);
    if (sentence.isEmpty() && m_name->isVisible()) {
        m_name->clear();
        m_name->hide();
    }
}

void DependenciesPane::setBusy(const QString &what)
{
    const bool hadFocus = m_name->hasFocus();
    m_name->setEnabled(what.isEmpty());
    if (!what.isEmpty()) {
        m_hadFocus = hadFocus;
    } else if (std::exchange(m_hadFocus, false) && m_name->isVisible() && isAncestorOf(QApplication::focusWidget())) {
        m_name->setFocus(); // which it lost as it was disabled
    }
    say(what, false);
}

void DependenciesPane::removeCurrent()
{
    if (const Dependency *one = dependencyOf(m_list->currentItem()); one && !one->injected) {
        Q_EMIT removeRequested(*one);
    }
}

void DependenciesPane::contextMenuEvent(QContextMenuEvent *event)
{
    const QTreeWidgetItem *item = event->reason() == QContextMenuEvent::Mouse
                                      ? m_list->itemAt(m_list->viewport()->mapFromGlobal(event->globalPos()))
                                      : m_list->currentItem();
    const Dependency *one = dependencyOf(item);
    QMenu menu(this);
    menu.addAction(icon("list-add"), tr("Add a crate…"), m_add, &QToolButton::click);
    if (one && !one->injected) {
        menu.addAction(icon("go-jump"), tr("Show in Cargo.toml"), this,
                       [this, line = one->line] { Q_EMIT lineRequested(line); });
        menu.addAction(icon("edit-delete"), tr("Remove %1").arg(one->key), this, &DependenciesPane::removeCurrent);
    }
    menu.exec(event->globalPos());
}

bool DependenciesPane::event(QEvent *event)
{
    return ((m_name->isVisible() || m_note->isVisible()) && claimEscape(event)) || QWidget::event(event);
}

void DependenciesPane::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Delete)) {
        removeCurrent();
    } else if (event->key() == Qt::Key_Escape && (m_name->isVisible() || m_note->isVisible())) {
        m_name->hide();
        say({}, false);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void DependenciesPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showManifest(); // the colours of the items are their own
    }
}

} // namespace studio
