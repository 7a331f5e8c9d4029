// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/main_window.h"

#include "core/base/detach.h"
#include "core/base/files.h"
#include "core/project/templates.h"
#include "core/workspace/manifest_editor.h"
#include "ui/common/banner.h"
#include "ui/common/theme.h"
#include "ui/console/console_pane.h"
#include "ui/console/problems_pane.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/json_text.h"
#include "ui/mainwindow/instance_status.h"
#include "ui/platform/apps_pane.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/versions_pane.h"
#include "ui/project/project_tree.h"

#include <QCloseEvent>
#include <QCryptographicHash>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QPointer>
#include <QScreen>
#include <QStyle>
#include <QStyleHints>
#include <QTabWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr QSize smallest{900, 600};
constexpr QSize firstSize{1280, 800};
constexpr int narrow = 1100; ///< below this one side folds
constexpr int leftWidth = 230;
constexpr int rightWidth = 380;
constexpr int lowerHeight = 190;

/// An empty name follows the desktop.
bool isDark(const QString &theme)
{
    return theme.isEmpty() ? QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark
                           : theme == QLatin1String("dark");
}

} // namespace

MainWindow::MainWindow(Services services)
    : m_services(std::move(services))
    , m_workspace(std::make_unique<Workspace>(Workspace::Services{
          .compiler = m_services.compiler, .loop = m_services.loop, .platform = m_services.platform}))
    , m_remotes(m_services.paths)
    , m_actions(this)
    , m_memory(readMemory(m_services.paths.config + QStringLiteral("/window.json")))
{
    setObjectName(QStringLiteral("studio"));
    setWindowTitle(QStringLiteral("Ignite Studio"));
    setMinimumSize(smallest);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    setAcceptDrops(true);
    Theme::prepare(isDark(m_memory.theme));
    makePanes();
    makeMenus();
    makeBar();
    makeStatusBar();
    connectActions();
    connectBuild();
    connectOutput();
    connectDiagnostics();
    connectManifest();
    connectPanes();
    connect(m_workspace.get(), &Workspace::closing, this, [this] {
        remember();
        m_editors->closeAll();
    });
    connect(m_workspace.get(), &Workspace::targetChanged, this, &MainWindow::showTarget);
    connect(m_workspace.get(), &Workspace::appIdChanged, this, [this] { showApp(m_workspace->appId()); });
    connect(m_services.platform, &ComputeService::recordsNotWritten, this, &MainWindow::showUnwrittenRecords);
    connect(m_services.platform, &ComputeService::recordsWrittenAgain, this,
            [this] { m_banner->withdraw(m_recordsWords); });
    applyTheme(m_memory.theme);
    restoreLayout();
    showStatus();
    // After the first paint: nobody waits for a compiler's version, or for lists behind another tab.
    QTimer::singleShot(300, this, [this] { detach(showToolchain()); });
    QTimer::singleShot(300, this, &MainWindow::makePlatformPanes);
    QTimer::singleShot(300, this, [this] {
        if (m_remotes.damage()) {
            showMessage(m_remotes.damage()->message, true);
        }
    });
}

MainWindow::~MainWindow()
{
    if (m_executions) {
        m_executions->setApp(nullptr, {});
        m_versions->setApp(nullptr, {});
        m_apps->setService(nullptr, {});
    }
    m_services.loop->disconnect(this);
    m_memoryWriter.waitForDone();
}

QDockWidget *MainWindow::makeDock(const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area)
{
    auto *const dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    dock->setTitleBarWidget(new QWidget(dock)); // the panes have heads of their own
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::makePanes()
{
    auto *const center = new QWidget;
    auto *const column = new QVBoxLayout(center);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_banner = new Banner;
    m_banner->hide();
    m_editors = new EditorTabs(m_services.paths.config + QStringLiteral("/recovery"), m_workspace->documents());
    column->addWidget(m_banner);
    column->addWidget(m_editors, 1);
    setCentralWidget(center);

    auto *const left = new QWidget;
    auto *const leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    auto *const title = new QLabel(tr("PROJECT"));
    QFont small = title->font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    small.setBold(true);
    title->setFont(small);
    title->setForegroundRole(QPalette::PlaceholderText);
    title->setContentsMargins(12, 8, 12, 4);
    m_tree = new ProjectTree;
    m_dependencies = new DependenciesPane;
    leftColumn->addWidget(title);
    leftColumn->addWidget(m_tree, 3);
    leftColumn->addWidget(m_dependencies, 2);
    m_left = makeDock(QStringLiteral("left"), tr("Project"), left, Qt::LeftDockWidgetArea);

    m_invoke = new InvokePane(m_services.loop);
    m_right = makeDock(QStringLiteral("right"), tr("Invoke"), m_invoke, Qt::RightDockWidgetArea);

    m_bottom = new QTabWidget;
    m_bottom->setDocumentMode(true);
    m_console = new ConsolePane;
    m_problems = new ProblemsPane;
    m_bottom->addTab(m_console, tr("Console"));
    m_bottom->addTab(m_problems, m_problems->title());
    addPlatformPages();
    m_bottom->setCornerWidget(m_console->progressWidget());
    m_lower = makeDock(QStringLiteral("lower"), tr("Console"), m_bottom, Qt::BottomDockWidgetArea);
}

void MainWindow::restoreLayout()
{
    resize(firstSize);
    defaultLayout();
    m_initialLayout = saveState();
    const QSize room = screen()->availableSize() - QSize(0, style()->pixelMetric(QStyle::PM_TitleBarHeight));
    if (!m_memory.geometry.isEmpty()) {
        restoreGeometry(m_memory.geometry);
    }
    if (!isMaximized() && !isFullScreen() && size() != size().boundedTo(room)) {
        setWindowState(Qt::WindowMaximized); // with its frame it would reach beyond the screen
    }
    if (!m_memory.layout.isEmpty()) {
        restoreState(m_memory.layout);
    }
}

void MainWindow::defaultLayout()
{
    if (!m_initialLayout.isEmpty()) {
        restoreState(m_initialLayout);
    }
    for (QDockWidget *dock : {m_left, m_right, m_lower}) {
        dock->setFloating(false);
        dock->show();
    }
    resizeDocks({m_left, m_right}, {leftWidth, rightWidth}, Qt::Horizontal);
    resizeDocks({m_lower}, {lowerHeight}, Qt::Vertical);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    if (event->oldSize().width() >= narrow && event->size().width() < narrow) {
        m_left->hide();
    } else if (event->oldSize().width() > 0 && event->oldSize().width() < narrow && event->size().width() >= narrow) {
        m_left->show();
    }
}

void MainWindow::setDark(bool dark)
{
    Theme::apply(dark);
}

void MainWindow::applyTheme(const QString &theme)
{
    Theme::apply(isDark(theme));
    m_memory.theme = theme;
    QAction *const chosen = theme.isEmpty()                  ? m_actions.systemTheme
                            : theme == QLatin1String("dark") ? m_actions.darkTheme
                                                             : m_actions.lightTheme;
    chosen->setChecked(true);
}

void MainWindow::openProject(const QString &folder)
{
    const QString before = project();
    if (const auto opened = m_workspace->open(folder); !opened) {
        showMessage(opened.error().message, true);
        return;
    }
    const QString opened = project();
    if (!before.isEmpty() && before != opened) {
        forgetProject();
    }
    m_banner->hide();
    if (const auto &broken = m_workspace->projectError()) {
        showMessage(broken->message, true); // it can be mended here
    }
    const QString name = m_workspace->name();
    m_tree->setFolder(opened);
    m_invoke->setFunctionName(QStringLiteral("org/") + name);
    m_memory.project = opened;
    m_memory.recent.removeAll(opened);
    m_memory.recent.prepend(opened);
    m_memory.recent.resize(std::min(m_memory.recent.size(), maxRecent));
    showRecent();
    setWindowTitle(QStringLiteral("%1 – Ignite Studio").arg(name));

    const Json known = std::as_const(m_memory.projects)[toUtf8(opened)];
    m_workspace->setTarget(known["target"].text() == targetName(RustTarget::Wasm) ? RustTarget::Wasm
                                                                                  : RustTarget::Native);
    openRemembered(known);
    if (m_editors->openPaths().isEmpty()) {
        (void)m_editors->open(m_workspace->handlerFile());
    }
    const QString current = known["current"].text();
    if (m_editors->openPaths().contains(current)) {
        (void)m_editors->open(current);
    }
    // Once the window is there: a list behind a tab would hold it up.
    QTimer::singleShot(300, this, [this, page = known["page"].number()] {
        if (m_bottom->currentIndex() == 0 && m_services.loop->status().phase == DevLoop::Phase::Idle) {
            m_bottom->setCurrentIndex(page);
        }
    });
    if (known.contains("request")) {
        m_invoke->restoreState(known["request"]);
    } else {
        const CodeEditor *const shown = m_editors->current();
        const QByteArray example = shown ? examplePayload(shown->text().toUtf8()) : QByteArray();
        m_invoke->setPayload(indentJson(example.isEmpty() ? QByteArray(R"({"message":"hi there"})") : example));
    }
    if (CodeEditor *editor = m_editors->current()) {
        editor->setFocus();
    }
    showApp(m_workspace->appId());
    noticeOtherStudio();
    Q_EMIT projectOpened(opened);
}

/// What the panes show of the project before this one.
void MainWindow::forgetProject()
{
    m_invoke->clearAnswer();
    m_console->clear();
    if (m_workspace->manifest()->readError()) {
        m_dependencies->setManifest({});
    }
}

/// The files that were open here last, each at its caret; one that is gone is not opened.
void MainWindow::openRemembered(const Json &known)
{
    for (const Json &file : known["files"].elements()) {
        if (!m_editors->open(file["path"].text())) {
            continue;
        }
        m_editors->current()->setCursorPosition(file["line"].number(), file["column"].number());
        m_editors->current()->ensureCursorVisible();
    }
}

/// Nothing is lost when two studios have one project open: each keeps its unsaved text apart, builds wait for one
/// another, and what one saves the other takes over. But the person should know.
void MainWindow::noticeOtherStudio()
{
    m_projectLock.reset();
    const QString folder = m_services.paths.config + QStringLiteral("/open");
    (void)makePrivateFolder(folder);
    const QByteArray name = QCryptographicHash::hash(project().toUtf8(), QCryptographicHash::Sha256).toHex().first(24);
    auto lock = FileLock::tryLock(folder + QLatin1Char('/') + QString::fromLatin1(name));
    if (lock && *lock) {
        m_projectLock = std::move(*lock);
    } else if (lock) {
        showMessage(tr("%1 is open in another window of the studio. What is saved there appears here, and one compile "
                       "waits for the other.")
                        .arg(m_workspace->name()),
                    false);
    }
}

void MainWindow::remember()
{
    if (m_workspace->isOpen()) {
        Json files = Json::array();
        for (const QString &path : m_editors->openPaths()) {
            int line = 0;
            int column = 0;
            m_editors->editorOf(path)->getCursorPosition(&line, &column);
            files.push_back(Json{{"path", toUtf8(path)}, {"line", line}, {"column", column}});
        }
        m_memory.projects[toUtf8(project())] = {{"files", files},
                                                {"target", toUtf8(targetName(m_workspace->target()))},
                                                {"current", toUtf8(m_editors->currentPath())},
                                                {"page", m_bottom->currentIndex()},
                                                {"request", m_invoke->saveState()}};
    }
    m_memory.geometry = saveGeometry();
    m_memory.layout = saveState();
    m_memoryWriter.start([file = m_services.paths.config + QStringLiteral("/window.json"), memory = m_memory] {
        writeMemory(file, memory);
    });
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    // What is not saved stays in its recovery copy and is there at the next start, so nobody has to be asked.
    remember();
    m_memoryWriter.waitForDone();
    m_services.loop->stop();
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
    const QString path = event->mimeData()->urls().value(0).toLocalFile();
    if (QFileInfo(path).isDir()) {
        openProject(path);
    } else if (QFileInfo(path).isFile()) {
        m_editors->openAt(path, 0, 0);
    }
}

void MainWindow::showUnwrittenRecords(const QString &reason)
{
    m_recordsWords =
        tr("Records of calls cannot be written. The newest are kept in memory until they can. %1").arg(reason);
    showMessage(m_recordsWords, true);
}

void MainWindow::showMessage(const QString &sentence, bool isError)
{
    m_banner->show(isError ? Banner::Kind::Error : Banner::Kind::Information, sentence);
}

} // namespace studio
