// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/symbol_list.h"

#include "ui/common/fonts.h"
#include "ui/common/theme.h"

#include <QCloseEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScreen>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

constexpr int maxSymbolRows = 14;
constexpr int minSymbolListWidth = 260;
constexpr int maxSymbolListWidth = 640;
constexpr int nameRole = Qt::UserRole;
constexpr int depthRole = Qt::UserRole + 1;

} // namespace

SymbolList::SymbolList(const QString &name, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_filter(new QLineEdit)
    , m_list(new QTreeWidget)
    , m_keys({.move = [this](QKeyEvent *event) { QCoreApplication::sendEvent(m_list, event); },
              .choose = [this] { choose(); },
              .dismiss = [this] { close(); }})
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFrameShape(QFrame::StyledPanel);
    setAccessibleName(name);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->setSpacing(4);
    column->addWidget(m_filter);
    column->addWidget(m_list);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter of: %1").arg(name));
    m_filter->installEventFilter(this);
    m_list->setAccessibleName(name);
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus); // keys come by the filter
    m_list->header()->setStretchLastSection(false);
    setFocusProxy(m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, &SymbolList::filter);
    connect(m_list, &QTreeWidget::itemClicked, this, &SymbolList::choose);
}

void SymbolList::add(const QString &text, const QString &kind, int depth)
{
    auto *const item = new QTreeWidgetItem(m_list, {QString(2 * depth, u' ') + text, kind});
    item->setData(0, nameRole, text);
    item->setData(0, depthRole, depth);
    item->setFont(0, monospaceFont());
    item->setForeground(1, Theme::current().muted);
    item->setTextAlignment(1, Qt::AlignTrailing | Qt::AlignVCenter);
}

void SymbolList::setWaiting(const QString &sentence)
{
    m_waiting = new QTreeWidgetItem(m_list, {sentence});
    m_waiting->setFlags(Qt::NoItemFlags);
    m_waiting->setFirstColumnSpanned(true);
}

void SymbolList::fill(int current)
{
    delete std::exchange(m_waiting, nullptr);
    fitRows();
    if (m_filter->text().isEmpty()) {
        select(current);
    } else {
        filter(m_filter->text());
    }
}

void SymbolList::fitRows()
{
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    constexpr int besides = 110; // the kind and the scroll bar
    const QFontMetrics metrics(monospaceFont());
    int widest = 0;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        widest = std::max(widest, metrics.horizontalAdvance(m_list->topLevelItem(row)->text(0)));
    }
    const int width = std::clamp(widest + besides, minSymbolListWidth, maxSymbolListWidth);
    const int rows = std::clamp(m_list->topLevelItemCount(), 1, maxSymbolRows);
    m_list->setFixedSize(width, rows * std::max(18, m_list->sizeHintForRow(0)) + 4);
    adjustSize();
}

void SymbolList::select(int row)
{
    if (QTreeWidgetItem *const item = m_waiting ? nullptr : m_list->topLevelItem(std::max(0, row))) {
        m_list->setCurrentItem(item);
        m_list->scrollToItem(item, QAbstractItemView::PositionAtCenter);
    }
}

void SymbolList::showAt(const QRect &area, int current)
{
    fitRows();
    const QRect screen = parentWidget()->screen()->availableGeometry();
    move(std::clamp(area.left(), screen.left(), std::max(screen.left(), screen.right() - this->width())),
         std::clamp(area.bottom() + 1, screen.top(), std::max(screen.top(), screen.bottom() - height())));
    select(current);
    show();
    m_filter->setFocus();
}

/// The letters that were typed, in their order, with others between.
void SymbolList::filter(const QString &typed)
{
    if (m_waiting) {
        return;
    }
    QTreeWidgetItem *first = nullptr;
    QTreeWidgetItem *best = nullptr;
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        QTreeWidgetItem *const item = m_list->topLevelItem(row);
        const QString name = item->data(0, nameRole).toString();
        qsizetype at = 0;
        const bool isFound = std::ranges::all_of(typed, [&](QChar wanted) {
            at = name.indexOf(wanted, at, Qt::CaseInsensitive) + 1;
            return at > 0;
        });
        item->setHidden(!isFound);
        item->setText(0, QString(typed.isEmpty() ? 2 * item->data(0, depthRole).toInt() : 0, u' ') + name);
        first = !first && isFound ? item : first;
        best = !best && name.startsWith(typed, Qt::CaseInsensitive) ? item : best;
    }
    m_list->setCurrentItem(best ? best : first);
}

void SymbolList::choose()
{
    QTreeWidgetItem *const item = m_list->currentItem();
    if (item && !item->isHidden()) {
        const int index = m_list->indexOfTopLevelItem(item);
        close();
        Q_EMIT chosen(index);
    }
}

bool SymbolList::eventFilter(QObject *watched, QEvent *event)
{
    const bool isTaken = event->type() == QEvent::KeyPress && m_keys.handle(static_cast<QKeyEvent *>(event));
    return isTaken || QFrame::eventFilter(watched, event);
}

void SymbolList::closeEvent(QCloseEvent *event)
{
    QFrame::closeEvent(event);
    Q_EMIT closed();
}

} // namespace studio
