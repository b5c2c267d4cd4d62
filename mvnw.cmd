@echo off
rem Builds Firebreak on Windows, as ./mvnw does elsewhere: finds a JDK 25, brings the Maven that
rem .mvn\wrapper pins, and runs it; where that cannot be had, a mvn from the PATH does as well.
setlocal EnableExtensions

set "ROOT=%~dp0"
set "FOUND="
call :consider "%JAVA_HOME%"
if not defined FOUND for %%J in (java.exe) do if not "%%~$PATH:J"=="" call :consider "%%~dp$PATH:J.."
if not defined FOUND for %%D in (
  "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu"
  "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%ProgramFiles%\OpenJDK"
  "%LOCALAPPDATA%\Programs\Eclipse Adoptium" "%USERPROFILE%\.jdks" "%USERPROFILE%\scoop\apps"
  "%USERPROFILE%\.sdkman\candidates\java"
) do if exist "%%~D\" for /d %%J in ("%%~D\*") do call :consider "%%~J"
if not defined FOUND (
  echo mvnw: no JDK 25 or later in JAVA_HOME, on the PATH or in the usual places; install one, from https://adoptium.net or with winget, or set JAVA_HOME to yours. 1>&2
  exit /b 1
)
set "JAVA_HOME=%FOUND%"
set "MAVEN_OPTS=--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED %MAVEN_OPTS%"

for /f "usebackq eol=# tokens=1,* delims==" %%A in ("%ROOT%.mvn\wrapper\maven-wrapper.properties") do (
  if "%%A"=="distributionUrl" set "URL=%%B"
  if "%%A"=="distributionSha512Sum" set "SHA512=%%B"
)
for %%F in ("%URL%") do set "NAME=%%~nxF"
set "NAME=%NAME:-bin.tar.gz=%"
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "CACHE=%MAVEN_USER_HOME%\wrapper\dists\%NAME%-%SHA512:~0,12%"
set "MVN=%CACHE%\%NAME%\bin\mvn.cmd"
if exist "%MVN%" goto run

set "WORK=%CACHE%\work.%RANDOM%%RANDOM%"
mkdir "%WORK%" 2>nul
echo mvnw: downloading %NAME% (once, 9 MB) ... 1>&2
curl -fsSL --connect-timeout 5 --speed-limit 1000 --speed-time 20 -o "%WORK%\tar.gz" "%URL%" || goto fallback
set "SUM="
for /f "skip=1 delims=" %%H in ('certutil -hashfile "%WORK%\tar.gz" SHA512') do if not defined SUM set "SUM=%%H"
set "SUM=%SUM: =%"
if /i not "%SUM%"=="%SHA512%" (
  echo mvnw: %URL% does not have the pinned checksum, and is not used. 1>&2
  goto fallback
)
tar -xzf "%WORK%\tar.gz" -C "%WORK%" || goto fallback
move "%WORK%\%NAME%" "%CACHE%\" >nul 2>nul
rmdir /s /q "%WORK%"
if exist "%MVN%" goto run

:fallback
if exist "%WORK%" rmdir /s /q "%WORK%"
where mvn >nul 2>nul || (
  echo mvnw: %NAME% could not be downloaded, and no mvn is on the PATH; install Maven 3.8.7 or later. 1>&2
  exit /b 1
)
echo mvnw: %NAME% could not be downloaded; using the mvn from the PATH. 1>&2
set "MVN=mvn"

:run
call "%MVN%" %*
exit /b %ERRORLEVEL%

rem Takes a folder as FOUND if it is a JDK from 25 on; 25 itself before anything newer.
:consider
if "%~1"=="" exit /b
if not exist "%~1\release" exit /b
if not exist "%~1\bin\javac.exe" exit /b
set "FEATURE="
for /f "usebackq tokens=2 delims==" %%V in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do set "FEATURE=%%~V"
for /f "delims=.-+" %%V in ("%FEATURE%") do set "FEATURE=%%V"
if not defined FEATURE exit /b
if %FEATURE% LSS 25 exit /b
if defined FOUND if not %FEATURE% LSS %FOUND_FEATURE% exit /b
set "FOUND=%~1"
set "FOUND_FEATURE=%FEATURE%"
exit /b
