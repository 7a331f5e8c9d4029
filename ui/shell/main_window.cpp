// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/common/action.h"
#include "ui/common/after_first_paint.h"
#include "ui/common/banner.h"
#include "ui/common/tool_pane.h"
#include "ui/shell/action_finder.h"
#include "ui/shell/dock_places.h"
#include "ui/shell/menus.h"
#include "ui/shell/pane_column.h"
#include "ui/shell/pane_focus.h"
#include "ui/shell/pane_scroll.h"
#include "ui/shell/pane_tabs.h"
#include "ui/shell/window_actions.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QStatusBar>
#include <QStyle>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

#include <chrono>

namespace studio {

namespace {

constexpr QSize minimumWindow{900, 480}; ///< fits on 1920×1080 at twice the size
constexpr QSize firstSize{1280, 800};
constexpr int narrow = 1100; ///< below this the right side folds
constexpr int low = 640;     ///< below this the sides go down to the status bar, beside the bottom
/// Of QMainWindow::saveState(): whether the right side is folded because the window is narrow.
enum LayoutVersion { Unfolded, Folded };
constexpr int leftWidth = 230;
constexpr int rightWidth = 380;
constexpr int bottomHeight = 190;

/// The order in which F6 comes to the areas.
constexpr PaneArea areas[] = {PaneArea::Left, PaneArea::Editor, PaneArea::Right, PaneArea::Bottom};

} // namespace

MainWindow::MainWindow(const QList<ToolPane *> &panes)
    : m_places(new DockPlaces(this, {.width = rightWidth, .height = bottomHeight}))
{
    setObjectName(QStringLiteral("studio"));
    setWindowTitle(QStringLiteral("Ignite Studio"));
    setMinimumSize(minimumWindow);
    setDockOptions(AnimatedDocks | AllowNestedDocks);
    shareCorners();
    setAcceptDrops(true);
    m_bar = addToolBar(tr("Main"));
    m_bar->setObjectName(QStringLiteral("bar"));
    m_bar->setMovable(false);
    m_bar->setContextMenuPolicy(Qt::PreventContextMenu);
    statusBar()->setSizeGripEnabled(false);
    makeGroups();
    addOwnActions();
    for (ToolPane *const pane : panes) {
        addPane(pane);
    }
}

MainWindow::~MainWindow() = default;

void MainWindow::makeGroups()
{
    auto *const center = new QWidget;
    auto *const column = new QVBoxLayout(center);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_banner = new Banner;
    m_banner->hide();
    auto *const editors = new PaneTabs(PaneTabs::Bar::WithSeveral);
    column->addWidget(m_banner);
    column->addWidget(editors, 1);
    setCentralWidget(center);
    m_bottom = new PaneTabs(PaneTabs::Bar::Always);
    m_groups = {{PaneArea::Left, new PaneColumn},
                {PaneArea::Editor, editors},
                {PaneArea::Right, new PaneTabs(PaneTabs::Bar::WithSeveral)},
                {PaneArea::Bottom, m_bottom}};
    connect(m_bottom, &PaneTabs::currentPaneChanged, this, &MainWindow::pageChanged);
    connect(m_bottom, &QTabWidget::tabBarDoubleClicked, this, &MainWindow::maximizeBottom);
    // The names are those of the remembered layout.
    m_docks = {{PaneArea::Left, makeDock(PaneArea::Left, QStringLiteral("left"), Qt::LeftDockWidgetArea)},
               {PaneArea::Right, makeDock(PaneArea::Right, QStringLiteral("right"), Qt::RightDockWidgetArea)},
               {PaneArea::Bottom, makeDock(PaneArea::Bottom, QStringLiteral("lower"), Qt::BottomDockWidgetArea)}};
}

QDockWidget *MainWindow::makeDock(PaneArea area, const QString &name, Qt::DockWidgetArea place)
{
    auto *const dock = new QDockWidget(this);
    dock->setObjectName(name);
    QWidget *const content = m_groups[area]->container();
    dock->setWidget(area == PaneArea::Bottom ? content : new PaneScroll(content));
    dock->installEventFilter(this);
    addDockWidget(place, dock);
    connect(dock, &QDockWidget::dockLocationChanged, this, [this, area] {
        m_bottomBefore = area == PaneArea::Bottom ? 0 : m_bottomBefore;
        m_groups[area]->setWide(isAtBottom(area));
    });
    return dock;
}

void MainWindow::addPane(ToolPane *pane)
{
    m_panes << pane;
    m_groups[pane->preferredArea()]->add(pane);
    if (QWidget *const small = pane->preferredArea() == PaneArea::Editor ? pane->cornerWidget() : nullptr) {
        statusBar()->addPermanentWidget(small);
    }
    connect(pane, &ToolPane::raiseRequested, this, [this, pane] { raisePane(pane); });
    connect(pane, &ToolPane::focusRequested, this, [this, pane] { activatePane(pane); });
    connect(pane, &ToolPane::message, m_banner, &Banner::say);
    connect(pane, &ToolPane::warning, m_banner, [this](const QString &sentence, const QList<QAction *> &actions) {
        m_banner->show(Banner::Kind::Warning, sentence, actions);
    });
    connect(pane, &ToolPane::messageOutdated, m_banner, &Banner::withdraw);

    const QKeySequence keys = pane->shortcut();
    QAction *const show = makeAction(this, {.id = QStringLiteral("pane.") + pane->id(),
                                            .text = pane->title(),
                                            .keys = keys.isEmpty() ? QList<QKeySequence>() : QList{keys},
                                            .menu = ActionMenu::View,
                                            .section = 40});
    show->setIcon(pane->icon());
    connect(show, &QAction::triggered, this, [this, pane] { activatePane(pane); });
    addCommands({show});
    addCommands(pane->actions());
}

void MainWindow::addCommands(const QList<QAction *> &actions)
{
    m_actions << actions;
    addActions(actions); // so that their shortcuts work in the whole window
}

QAction *MainWindow::action(const QString &id) const
{
    const auto found = std::ranges::find(m_actions, id, &QAction::objectName);
    return found != m_actions.end() ? *found : nullptr;
}

ToolPane *MainWindow::pane(const QString &id) const
{
    const auto found = std::ranges::find(m_panes, id, &ToolPane::id);
    return found != m_panes.end() ? *found : nullptr;
}

void MainWindow::addOwnActions()
{
    m_actions = makeWindowActions(this, {.find = [this](const SearchQuery &query) { find(query); },
                                         .showFinder = [this] { showFinder(); },
                                         .goToPane = [this](int direction) { goToPane(direction); },
                                         .resetLayout = [this] { resetLayout(); },
                                         .maximizeBottom = [this] { maximizeBottom(); }});
    addActions(m_actions);
}

void MainWindow::addDockActions()
{
    for (const auto &[area, dock] : m_docks) {
        describeDockAction(dock->toggleViewAction(), area);
        addCommands({dock->toggleViewAction(), m_places->add(dock, area)});
    }
}

void MainWindow::finish()
{
    addDockActions();
    fillMenus(menuBar(), m_actions);
    resize(firstSize);
    resetLayout();
    m_usualLayout = saveState();
    // Panes behind others must not hold up the window.
    QTimer::singleShot(afterFirstPaint, this, [this] {
        for (const auto &[area, group] : m_groups) {
            group->makeWidgets();
        }
    });
}

void MainWindow::restoreLayout(const QByteArray &geometry, const QByteArray &layout)
{
    const QSize room = screen()->availableSize() - QSize(0, style()->pixelMetric(QStyle::PM_TitleBarHeight));
    if (!geometry.isEmpty()) {
        restoreGeometry(geometry);
    }
    if (!isMaximized() && !isFullScreen() && size() != size().boundedTo(room)) {
        setWindowState(Qt::WindowMaximized); // with its frame it would reach beyond the screen
    }
    if (!layout.isEmpty() && !restoreState(layout, Unfolded)) {
        m_isFolded = restoreState(layout, Folded);
    }
    foldToFit(0, width());
    shareCorners();
}

QByteArray MainWindow::layoutState() const
{
    return saveState(m_isFolded ? Folded : Unfolded);
}

void MainWindow::resetLayout()
{
    if (!m_usualLayout.isEmpty()) {
        restoreState(m_usualLayout);
    }
    m_bottomBefore = 0;
    m_isFolded = false;
    shareCorners();
    for (const auto &[area, dock] : m_docks) {
        if (dock->isFloating()) { // it would be laid out once more
            dock->setFloating(false);
        }
        dock->setVisible(!m_groups[area]->panes().isEmpty());
    }
    resizeDocks({m_docks[PaneArea::Left], m_docks[PaneArea::Right]}, {leftWidth, rightWidth}, Qt::Horizontal);
    resizeDocks({m_docks[PaneArea::Bottom]}, {bottomHeight}, Qt::Vertical);
}

void MainWindow::raisePane(ToolPane *pane)
{
    if (const auto dock = m_docks.find(pane->preferredArea()); dock != m_docks.end()) {
        dock->second->show();
    }
    m_groups[pane->preferredArea()]->bringForward(pane);
}

void MainWindow::activatePane(ToolPane *pane)
{
    raisePane(pane);
    m_groups[pane->preferredArea()]->giveFocus(pane);
}

QString MainWindow::page() const
{
    const QList<ToolPane *> shown = m_bottom->shownPanes();
    return shown.isEmpty() ? QString() : shown.first()->id();
}

void MainWindow::setPage(const QString &id)
{
    ToolPane *const wanted = pane(id);
    if (wanted && wanted->preferredArea() == PaneArea::Bottom) {
        m_bottom->bringForward(wanted);
    }
}

ToolPane *MainWindow::focusedPane() const
{
    const QWidget *const focus = QApplication::focusWidget();
    const auto found = std::ranges::find_if(m_panes, [focus](ToolPane *pane) {
        return pane->hasWidget() && (pane->widget() == focus || pane->widget()->isAncestorOf(focus));
    });
    return focus && found != m_panes.end() ? *found : nullptr;
}

ToolPane *MainWindow::editorPane() const
{
    return m_groups.at(PaneArea::Editor)->shownPanes().value(0);
}

/// A pane that has the focus finds in itself, where it can; else the editor does.
void MainWindow::find(const SearchQuery &query)
{
    ToolPane *const focused = focusedPane();
    if (focused && focused->find(query)) {
        return;
    }
    if (ToolPane *const editor = editorPane()) {
        editor->find(query);
    }
}

/// F6 and Shift+F6: from one pane that is seen to the next, and round.
void MainWindow::goToPane(int direction)
{
    QList<std::pair<PaneGroup *, ToolPane *>> stops;
    const QWidget *const focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (const PaneArea area : areas) {
        PaneGroup *const group = m_groups[area];
        for (ToolPane *const pane : group->shownPanes()) {
            const bool isTabFocused = group->container() == focus || group->container()->isAncestorOf(focus);
            const bool isFocused = pane == focusedPane() || (isTabFocused && !focusedPane());
            at = focus && isFocused ? stops.size() : at;
            stops.append({group, pane});
        }
    }
    if (at < 0 && direction < 0) {
        at = 0;
    }
    for (qsizetype step = 1; step <= stops.size(); ++step) {
        const auto &[group, pane] = stops[(at + direction * step + 2 * stops.size()) % stops.size()];
        if (group->container()->isVisible() && group->giveFocus(pane)) {
            return;
        }
    }
}

bool MainWindow::focusNextPrevChild(bool next)
{
    return focusNext(this, next);
}

/// Keys go to the code again where the pane that has them is folded; Qt would give them to what comes next.
bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    const auto *const dock = event->type() == QEvent::Hide ? qobject_cast<QDockWidget *>(watched) : nullptr;
    if (dock && dock->isAncestorOf(QApplication::focusWidget()) && editorPane()) {
        m_groups[PaneArea::Editor]->giveFocus(editorPane());
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::showFinder()
{
    (new ActionFinder(m_actions, this))->openIn(this);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    foldToFit(event->oldSize().width(), event->size().width());
    shareCorners();
}

/// Where the window is low, the sides would have no room for their lists between the bar and the bottom.
void MainWindow::shareCorners()
{
    const bool isLow = height() < low;
    setCorner(Qt::BottomLeftCorner, isLow ? Qt::LeftDockWidgetArea : Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, isLow ? Qt::RightDockWidgetArea : Qt::BottomDockWidgetArea);
}

/// What the person folded stays so when the window is wide again.
void MainWindow::foldToFit(int widthBefore, int width)
{
    QDockWidget *const side = m_docks[PaneArea::Right];
    if (widthBefore >= narrow && width < narrow && side->isVisible() && !isAtBottom(PaneArea::Right)) {
        m_isFolded = true;
        side->hide();
    } else if (width >= narrow && m_isFolded) {
        m_isFolded = false;
        side->show();
    }
}

/// The code keeps the lines that it needs, so that it is seen where one is.
void MainWindow::maximizeBottom()
{
    QDockWidget *const bottom = m_docks[PaneArea::Bottom];
    bottom->show();
    const bool isWide = isAtBottom(PaneArea::Bottom);
    const int wanted = m_bottomBefore > 0 ? m_bottomBefore : isWide ? height() : width();
    m_bottomBefore = m_bottomBefore > 0 ? 0 : isWide ? bottom->height() : bottom->width();
    resizeDocks({bottom}, {wanted}, isWide ? Qt::Vertical : Qt::Horizontal);
}

/// Whether the dock that is named after this area stands at the bottom now.
bool MainWindow::isAtBottom(PaneArea area) const
{
    return dockWidgetArea(m_docks.at(area)) == Qt::BottomDockWidgetArea;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    // What is not saved stays in its recovery copy and is there at the next start, so nothing has to be asked.
    Q_EMIT closing();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    if (const QString path = event->mimeData()->urls().value(0).toLocalFile(); !path.isEmpty()) {
        Q_EMIT pathDropped(path);
    }
}

} // namespace studio
