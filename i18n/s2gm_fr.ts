<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>S2GM</name>
    <message>
        <source>No area is given. Fill in EXTENT, AREA (polygon layer) or GEOMETRY (drawn polygon).</source>
        <translation>Aucune zone n'est donnée. Remplissez EXTENT, AREA (couche de polygones) ou GEOMETRY (polygone dessiné).</translation>
    </message>
    <message>
        <source>EXTENT, AREA and GEOMETRY have no surface in common; the mosaic covers what they share.</source>
        <translation>EXTENT, AREA et GEOMETRY n'ont pas de surface commune ; la mosaïque couvre ce qui leur est commun.</translation>
    </message>
    <message>
        <source>The extent {value} is empty. Write xmin,xmax,ymin,ymax [EPSG:4326] with min &lt; max.</source>
        <translation>L'emprise {value} est vide. Écrivez xmin,xmax,ymin,ymax [EPSG:4326] avec min &lt; max.</translation>
    </message>
    <message>
        <source>The area layer {value} cannot be read. Choose a polygon layer.</source>
        <translation>La couche {value} ne peut pas être lue. Choisissez une couche de polygones.</translation>
    </message>
    <message>
        <source>The area layer {name} holds no polygon, or none is selected.</source>
        <translation>La couche {name} ne contient aucun polygone, ou aucun n'est sélectionné.</translation>
    </message>
    <message>
        <source>The geometry {value} is no polygon. Write CRS=EPSG:4326;Polygon((...)).</source>
        <translation>La géométrie {value} n'est pas un polygone. Écrivez CRS=EPSG:4326;Polygon((...)).</translation>
    </message>
    <message>
        <source>{name} states no CRS. Add one: [EPSG:4326] behind an extent, CRS=EPSG:4326; before a polygon.</source>
        <translation>{name} n'indique pas de SCR. Ajoutez-le : [EPSG:4326] après une emprise, CRS=EPSG:4326; devant un polygone.</translation>
    </message>
    <message>
        <source>it lies outside the CRS's range</source>
        <translation>elle sort du domaine du SCR</translation>
    </message>
    <message>
        <source>{name} cannot be transformed from {crs} to longitude and latitude: {reason}.</source>
        <translation>{name} ne peut pas être converti de {crs} en longitude et latitude : {reason}.</translation>
    </message>
    <message>
        <source>With the preset {name}: {settings}.</source>
        <translation>Avec le préréglage {name} : {settings}.</translation>
    </message>
    <message>
        <source>Settings of a known product</source>
        <translation>Réglages d'un produit connu</translation>
    </message>
    <message>
        <source>Gives its own values to the parameters that are left at their defaults; what you change wins. The log says what was set, the description what each preset is.</source>
        <translation>Donne ses propres valeurs aux paramètres laissés par défaut ; ce que vous changez l'emporte. Le journal dit ce qui a été réglé, la description ce qu'est chaque préréglage.</translation>
    </message>
    <message>
        <source>Options of the method</source>
        <translation>Options de la méthode</translation>
    </message>
    <message>
        <source>name=value, several separated by semicolons: percentiles=25,50,75;one_per_day=yes. The description lists the options of every method. Empty: their defaults.</source>
        <translation>nom=valeur, plusieurs séparées par des points-virgules : percentiles=25,50,75;one_per_day=yes. La description liste les options de chaque méthode. Vide : leurs valeurs par défaut.</translation>
    </message>
    <message>
        <source>Spectral indices</source>
        <translation>Indices spectraux</translation>
    </message>
    <message>
        <source>Computed from the mosaic's reflectance, as further layers of QUALITY and FOLDER.</source>
        <translation>Calculés à partir de la réflectance de la mosaïque, comme couches supplémentaires de QUALITY et FOLDER.</translation>
    </message>
    <message>
        <source>Bits per reflectance value</source>
        <translation>Bits par valeur de réflectance</translation>
    </message>
    <message>
        <source>8 halves the size and is meant for looking at: 1 to 255 for reflectance 0 to a maximum of each band (brighter pixels become 255), 0 for no data.</source>
        <translation>8 réduit la taille de moitié et sert à regarder : 1 à 255 pour une réflectance de 0 à un maximum par bande (les pixels plus clairs deviennent 255), 0 sans données.</translation>
    </message>
    <message>
        <source>Nadir reflectance (NBAR)</source>
        <translation>Réflectance au nadir (NBAR)</translation>
    </message>
    <message>
        <source>Land as seen from straight above under one sun (c-factor of Roy and others), so that orbits agree. auto: only for the weighted averages.</source>
        <translation>Les terres vues à la verticale sous un seul soleil (facteur c de Roy et autres), pour que les orbites concordent. auto : seulement pour les moyennes pondérées.</translation>
    </message>
    <message>
        <source>Sun zenith of NBAR (degrees)</source>
        <translation>Angle zénithal du soleil pour NBAR (degrés)</translation>
    </message>
    <message>
        <source>Empty: the mean at 10:30 local solar time over the period.</source>
        <translation>Vide : la moyenne à 10 h 30, heure solaire locale, sur la période.</translation>
    </message>
    <message>
        <source>Adjust Sentinel-2B to 2A</source>
        <translation>Ajuster Sentinel-2B à 2A</translation>
    </message>
    <message>
        <source>Linear adjustment per band. auto: only for the weighted averages.</source>
        <translation>Ajustement linéaire par bande. auto : seulement pour les moyennes pondérées.</translation>
    </message>
    <message>
        <source>Fewer date jumps</source>
        <translation>Moins de sauts de date</translation>
    </message>
    <message>
        <source>Neighbouring pixels take the same observation where several are equally good. Only for methods that select an observation; values stay genuine.</source>
        <translation>Des pixels voisins prennent la même observation là où plusieurs se valent. Seulement pour les méthodes qui choisissent une observation ; les valeurs restent authentiques.</translation>
    </message>
    <message>
        <source>Least valid observations</source>
        <translation>Minimum d'observations valides</translation>
    </message>
    <message>
        <source>Pixels with fewer are left empty, or filled from the days around the period.</source>
        <translation>Les pixels qui en ont moins restent vides, ou sont remplis avec les jours autour de la période.</translation>
    </message>
    <message>
        <source>Fill from days around the period</source>
        <translation>Remplir avec les jours autour de la période</translation>
    </message>
    <message>
        <source>Days before and after the period; 0 leaves pixels empty. The layer filled marks them.</source>
        <translation>Jours avant et après la période ; 0 laisse les pixels vides. La couche filled les marque.</translation>
    </message>
    <message>
        <source>CRS of the mosaic</source>
        <translation>SCR de la mosaïque</translation>
    </message>
    <message>
        <source>Empty: the UTM zone (WGS 84) of the area's centre.</source>
        <translation>Vide : la zone UTM (WGS 84) du centre de la zone.</translation>
    </message>
    <message>
        <source>Grid of another raster</source>
        <translation>Grille d'un autre raster</translation>
    </message>
    <message>
        <source>The mosaic takes its CRS, pixels and extent exactly, instead of RESOLUTION and CRS. Where no area is given, its outline is the area.</source>
        <translation>La mosaïque prend exactement son SCR, ses pixels et son emprise, au lieu de RESOLUTION et CRS. Sans zone donnée, son contour est la zone.</translation>
    </message>
    <message>
        <source>Outside the area</source>
        <translation>Hors de la zone</translation>
    </message>
    <message>
        <source>polygon: pixels outside stay empty; box: the whole rectangle around it is filled.</source>
        <translation>polygon : les pixels au dehors restent vides ; box : tout le rectangle autour est rempli.</translation>
    </message>
    <message>
        <source>Buffer around the area (metres)</source>
        <translation>Tampon autour de la zone (mètres)</translation>
    </message>
    <message>
        <source>By how much the area is widened.</source>
        <translation>De combien la zone est élargie.</translation>
    </message>
    <message>
        <source>Mosaic</source>
        <translation>Mosaïque</translation>
    </message>
    <message>
        <source>Ancillary layers</source>
        <translation>Couches auxiliaires</translation>
    </message>
    <message>
        <source>GeoTIFF of all ancillary layers, spectral indices, further percentiles and uncertainties in physical units, one band each. Optional.</source>
        <translation>GeoTIFF de toutes les couches auxiliaires, des indices spectraux, des autres percentiles et des incertitudes en unités physiques, une bande chacun. Facultatif.</translation>
    </message>
    <message>
        <source>Product folder</source>
        <translation>Dossier du produit</translation>
    </message>
    <message>
        <source>Folder in which the whole product is kept: a subfolder per mosaic with one file per layer, metadata and quicklook. Products that are finished when a run is cancelled stay. Optional.</source>
        <translation>Dossier où tout le produit est gardé : un sous-dossier par mosaïque avec un fichier par couche, métadonnées et aperçu. Les produits terminés lors d'une annulation restent. Facultatif.</translation>
    </message>
    <message>
        <source>Number of scenes in OUTPUT</source>
        <translation>Nombre de scènes dans OUTPUT</translation>
    </message>
    <message>
        <source>Part of OUTPUT with data</source>
        <translation>Part de OUTPUT avec des données</translation>
    </message>
    <message>
        <source>Product name of OUTPUT</source>
        <translation>Nom de produit de OUTPUT</translation>
    </message>
    <message>
        <source>The scenes have none of the ordered layers; QUALITY was not written.</source>
        <translation>Les scènes n'ont aucune des couches commandées ; QUALITY n'a pas été écrit.</translation>
    </message>
    <message>
        <source>{name} is written</source>
        <translation>{name} est écrit</translation>
    </message>
    <message>
        <source>What the run took was not noted for later estimates: {reason}</source>
        <translation>Le coût du traitement n'a pas été noté pour les estimations suivantes : {reason}</translation>
    </message>
    <message>
        <source>The records cannot be written ({reason}).</source>
        <translation>Les enregistrements ne peuvent pas être écrits ({reason}).</translation>
    </message>
    <message>
        <source>Time series</source>
        <translation>Séries temporelles</translation>
    </message>
    <message>
        <source>Time series {first} to {last}</source>
        <translation>Séries temporelles {first} à {last}</translation>
    </message>
    <message>
        <source>The look of the layer could not be stored in {file} ({reason}).</source>
        <translation>L'apparence de la couche n'a pas pu être enregistrée dans {file} ({reason}).</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>non valide</translation>
    </message>
    <message>
        <source>Quicklook</source>
        <translation>Aperçu rapide</translation>
    </message>
    <message>
        <source>Shows a month of Sentinel-2 without clouds in natural colour, fast and coarse.</source>
        <translation>Montre un mois de Sentinel-2 sans nuages en couleurs naturelles, vite et grossièrement.</translation>
    </message>
    <message>
        <source>GeoTIFF of red, green and blue with 8 bits each, for looking at.</source>
        <translation>GeoTIFF de rouge, vert et bleu sur 8 bits chacun, pour regarder.</translation>
    </message>
    <message>
        <source>Metres per pixel of OUTPUT</source>
        <translation>Mètres par pixel de OUTPUT</translation>
    </message>
    <message>
        <source>Seamless natural-colour mosaic (BrightEarth style)</source>
        <translation>Mosaïque sans coutures en couleurs naturelles (style BrightEarth)</translation>
    </message>
    <message>
        <source>Makes a natural-colour Sentinel-2 base map without clouds and seams, for looking at.</source>
        <translation>Fait un fond de carte Sentinel-2 en couleurs naturelles sans nuages ni coutures, pour regarder.</translation>
    </message>
    <message>
        <source>GeoTIFF: a picture of bytes, 1 to 255 and 0 for no data, or with BIT_DEPTH 16 the balanced reflectance. Mosaics of further periods are written beside it, with the first day of their period in the name.</source>
        <translation>GeoTIFF : une image en octets, 1 à 255 et 0 sans données, ou avec BIT_DEPTH 16 la réflectance équilibrée. Les mosaïques des autres périodes sont écrites à côté, avec le premier jour de leur période dans le nom.</translation>
    </message>
    <message>
        <source>{tiles} are written into the product folder: give FOLDER a place.</source>
        <translation>{tiles} sont écrites dans le dossier du produit : donnez un lieu à FOLDER.</translation>
    </message>
    <message>
        <source>Scenes {first} to {last}</source>
        <translation>Scènes {first} à {last}</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>Scènes</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>For every pixel, the observations of a period that are free of clouds, cloud shadows and defects are compared. Some methods keep one of them, with all its bands; the others make each value from several observations, which is smoother.</source>
        <translation>Pour chaque pixel, les observations d'une période libres de nuages, d'ombres de nuages et de défauts sont comparées. Certaines méthodes en gardent une, avec toutes ses bandes ; les autres font chaque valeur de plusieurs observations, ce qui est plus lisse.</translation>
    </message>
    <message>
        <source>One of EXTENT, AREA, GEOMETRY and LIKE is needed; several are intersected. With END inside a later period a series is made: OUTPUT holds the first mosaic, the others lie beside it and are added to the project with their time, so that the temporal controller plays them.</source>
        <translation>L'un de EXTENT, AREA, GEOMETRY et LIKE est nécessaire ; plusieurs sont intersectés. Avec END dans une période ultérieure une série est faite : OUTPUT contient la première mosaïque, les autres sont à côté et sont ajoutées au projet avec leur temps, pour que le contrôleur temporel les joue.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>OUTPUT holds surface reflectance times 10000 as 16-bit whole numbers with the scale 0.0001 set, or with BIT_DEPTH 8 as bytes with scale and offset of each band: QGIS shows reflectance 0 to 1 in both. QUALITY holds the ancillary layers, indices, further percentiles and uncertainties in physical units.</source>
        <translation>OUTPUT contient la réflectance de surface fois 10000 en entiers de 16 bits avec l'échelle 0.0001, ou avec BIT_DEPTH 8 en octets avec échelle et décalage par bande : QGIS montre une réflectance de 0 à 1 dans les deux cas. QUALITY contient les couches auxiliaires, indices, autres percentiles et incertitudes en unités physiques.</translation>
    </message>
    <message>
        <source>A picture of a month, to see whether a mosaic is worth making: the median of all clear observations in natural colour. Pixels are 20, 40, 80, ... metres, so that the longer side has at most 1000 of them and archives with overviews send little.</source>
        <translation>Une image d'un mois, pour voir si une mosaïque en vaut la peine : la médiane de toutes les observations claires en couleurs naturelles. Les pixels font 20, 40, 80, ... mètres, pour que le plus long côté en ait 1000 au plus et que les archives avec aperçus envoient peu.</translation>
    </message>
    <message>
        <source>OUTPUT is for looking at: bytes from 1 to 255 for reflectance 0 to 0.2, 0 for no data. For values make a temporal mosaic.</source>
        <translation>OUTPUT sert à regarder : octets de 1 à 255 pour une réflectance de 0 à 0,2, 0 sans données. Pour des valeurs, faites une mosaïque temporelle.</translation>
    </message>
    <message>
        <source>A picture for looking at: few large patches of single overpasses instead of a choice for every pixel, all in one radiometry, with seams where images agree, and blended over several scales. Haze is taken off at low frequencies; gaps are filled from the days around the period and marked.</source>
        <translation>Une image à regarder : quelques grandes plages de passages uniques au lieu d'un choix par pixel, toutes dans une radiométrie, avec des coutures là où les images concordent, fondues sur plusieurs échelles. Le voile est retiré aux basses fréquences ; les trous sont remplis avec les jours autour de la période et marqués.</translation>
    </message>
    <message>
        <source>Begin with QUICKLOOK: a coarse preview takes a fraction of the time. Then the same with RESOLUTION 10. The tone is the same for every area and month, so that mosaics lie side by side.</source>
        <translation>Commencez par QUICKLOOK : un aperçu grossier prend une fraction du temps. Puis la même chose avec RESOLUTION 10. Le ton est le même pour chaque zone et chaque mois, pour que les mosaïques se juxtaposent.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Not for measuring:&lt;/b&gt; values are balanced between overpasses and are no plain surface reflectance any more. For indices and series take the temporal mosaic.</source>
        <translation>&lt;b&gt;Pas pour mesurer :&lt;/b&gt; les valeurs sont équilibrées entre les passages et ne sont plus de simples réflectances de surface. Pour des indices et des séries, prenez la mosaïque temporelle.</translation>
    </message>
    <message>
        <source>The name says what it is like: how the mosaics of BrightEarth were made was never published, and this is a design of our own. How it works: docs/brightearth.md.</source>
        <translation>Le nom dit à quoi elle ressemble : la manière de faire les mosaïques de BrightEarth n'a jamais été publiée, et ceci est une conception propre. Son fonctionnement : docs/brightearth.md.</translation>
    </message>
    <message>
        <source>Lists the scenes over an area, before a mosaic is made of them: when and by which satellite they were taken, how clouded they are, and whether a mosaic with the same parameters would use them (reason: why not). Ids go into EXCLUDE_SCENES or INCLUDE_SCENES of the temporal mosaic.</source>
        <translation>Liste les scènes sur une zone avant d'en faire une mosaïque : quand et par quel satellite elles ont été prises, leurs nuages, et si une mosaïque aux mêmes paramètres les utiliserait (reason : pourquoi pas). Les identifiants vont dans EXCLUDE_SCENES ou INCLUDE_SCENES de la mosaïque temporelle.</translation>
    </message>
    <message>
        <source>read_mib is the most that a mosaic is expected to read of a scene for the area, bands and resolution, in MiB. Nothing is opened to estimate it; scenes with clouds take less.</source>
        <translation>read_mib est le maximum qu'une mosaïque devrait lire d'une scène pour la zone, les bandes et la résolution, en Mio. Rien n'est ouvert pour l'estimer ; les scènes nuageuses demandent moins.</translation>
    </message>
    <message>
        <source>Scenes are coloured by their cloud cover; the temporal controller shows them at their time (UTC).</source>
        <translation>Les scènes sont colorées selon leurs nuages ; le contrôleur temporel les montre à leur heure (UTC).</translation>
    </message>
    <message>
        <source>Reads the series of every point or polygon of a layer. A record is one observation, with its satellite, scene, scene class, angles and confidences, or with another PERIOD the composite of each period, which is the pixel that a mosaic would have.</source>
        <translation>Lit la série de chaque point ou polygone d'une couche. Un enregistrement est une observation, avec satellite, scène, classe, angles et confiances, ou avec un autre PERIOD le composite de chaque période, soit le pixel qu'aurait une mosaïque.</translation>
    </message>
    <message>
        <source>valid says whether a mosaic by the same rules would use the observation, why_not which rule refuses it. Values of refused observations are there, too, unless VALID_VALUES_ONLY is set. Bands hold reflectance 0 to 1; times are UTC.</source>
        <translation>valid dit si une mosaïque aux mêmes règles utiliserait l'observation, why_not quelle règle la refuse. Les valeurs des observations refusées sont là aussi, sauf avec VALID_VALUES_ONLY. Les bandes contiennent une réflectance de 0 à 1 ; les heures sont UTC.</translation>
    </message>
    <message>
        <source>Polygons, and windows with AGGREGATE, are summed up: mean and standard deviation (columns that end in _sd) of their valid pixels, count of them, and pixels of all. Sites without an observation have no record; the log names one.</source>
        <translation>Les polygones, et les fenêtres avec AGGREGATE, sont résumés : moyenne et écart type (colonnes en _sd) de leurs pixels valides, leur nombre count et pixels en tout. Les sites sans observation n'ont pas d'enregistrement ; le journal en nomme un.</translation>
    </message>
    <message>
        <source>The layer is coloured by the first index (else band), records that are not valid are grey rings; the temporal controller shows each record at its time. Smooth curves (SMOOTH) and the dates of seasons (LAYOUT seasons) stand beside the raw values.</source>
        <translation>La couche est colorée par le premier indice (sinon bande), les enregistrements non valides sont des anneaux gris ; le contrôleur temporel montre chaque enregistrement à son heure. Les courbes lissées (SMOOTH) et les dates des saisons (LAYOUT seasons) sont à côté des valeurs brutes.</translation>
    </message>
    <message>
        <source>Writes one raster per overpass: class (1 clear, 2 water, 3 snow, 4 shadow, 5 cloud; 0 no data), confidence 0 to 100 that the ground is hidden (50 and more: it is), and reasons, a sum of bits: cloudmask.json in the folder tells their meaning.</source>
        <translation>Écrit un raster par passage : classe (1 clair, 2 eau, 3 neige, 4 ombre, 5 nuage ; 0 sans données), confiance de 0 à 100 que le sol est caché (50 et plus : il l'est), et raisons, une somme de bits : cloudmask.json dans le dossier dit leur sens.</translation>
    </message>
    <message>
        <source>The mask multitemporal starts from the scene classification and compares the dates: it adds clouds and shadows that were missed and clears bright roofs, quarries and snow that were called cloud. It wants four overpasses or more; a month or two around a day give it enough to compare. With fewer it takes the classification and the parallax between bands, and says so.</source>
        <translation>Le masque multitemporal part de la classification de scène et compare les dates : il ajoute les nuages et ombres manqués et rétablit toits clairs, carrières et neige pris pour des nuages. Il veut quatre passages ou plus ; un à deux mois autour d'un jour lui en donnent assez. Avec moins il prend la classification et la parallaxe entre bandes, et le dit.</translation>
    </message>
    <message>
        <source>The styles of a raster show its class, its confidence and its reasons.</source>
        <translation>Les styles d'un raster montrent sa classe, sa confiance et ses raisons.</translation>
    </message>
    <message>
        <source>Attribution to show: Contains modified Copernicus Sentinel data [year].</source>
        <translation>Mention à afficher : Contains modified Copernicus Sentinel data [année].</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Left out: {problem}</source>
        <translation>Écarté : {problem}</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be written to ({reason}). Choose another one.</source>
        <translation>On ne peut pas écrire dans le dossier {folder} ({reason}). Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>Two results would be written to {path}. Give them different names.</source>
        <translation>Deux résultats seraient écrits dans {path}. Donnez-leur des noms différents.</translation>
    </message>
    <message>
        <source>The result cannot be written to {path} ({reason}). Is it open elsewhere?</source>
        <translation>Le résultat ne peut pas être écrit dans {path} ({reason}). Est-il ouvert ailleurs ?</translation>
    </message>
    <message>
        <source>A provider's name; the URL of a STAC API (#collection names one of its collections); path or URL of a static STAC catalogue (catalog.json, collection.json); or a folder, zip file or product of SAFE, Theia or Landsat. Several are joined by a plus between blanks. Providers: {providers}.</source>
        <translation>Le nom d'un fournisseur ; l'URL d'une API STAC (#collection nomme une de ses collections) ; le chemin ou l'URL d'un catalogue STAC statique (catalog.json, collection.json) ; ou un dossier, un zip ou un produit SAFE, Theia ou Landsat. Plusieurs sont joints par un plus entre espaces. Fournisseurs : {providers}.</translation>
    </message>
    <message>
        <source>Source of scenes</source>
        <translation>Source des scènes</translation>
    </message>
    <message>
        <source>Authentication of the source</source>
        <translation>Authentification de la source</translation>
    </message>
    <message>
        <source>A stored authentication of QGIS, for sources that need an account: user and password (Basic), a header, or S3 keys (AWS S3, or Basic with the realm s3). Sent to the source's host only.</source>
        <translation>Une authentification enregistrée de QGIS, pour les sources qui demandent un compte : utilisateur et mot de passe (Basic), un en-tête, ou des clés S3 (AWS S3, ou Basic avec le domaine s3). Envoyée au serveur de la source seulement.</translation>
    </message>
    <message>
        <source>Extent</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <source>Rectangle to cover: xmin,xmax,ymin,ymax [EPSG:4326]. One of EXTENT, AREA and GEOMETRY is needed (for a mosaic LIKE is enough); where several are given, what they share counts.</source>
        <translation>Rectangle à couvrir : xmin,xmax,ymin,ymax [EPSG:4326]. L'un de EXTENT, AREA et GEOMETRY est nécessaire (pour une mosaïque LIKE suffit) ; si plusieurs sont donnés, compte ce qui leur est commun.</translation>
    </message>
    <message>
        <source>Area (polygon layer)</source>
        <translation>Zone (couche de polygones)</translation>
    </message>
    <message>
        <source>Polygons to cover, in any CRS. Pixels outside stay empty.</source>
        <translation>Polygones à couvrir, dans tout SCR. Les pixels au dehors restent vides.</translation>
    </message>
    <message>
        <source>Drawn area</source>
        <translation>Zone dessinée</translation>
    </message>
    <message>
        <source>A polygon as text with its CRS: CRS=EPSG:4326;Polygon((15 45, 16 45, 16 46, 15 45)).</source>
        <translation>Un polygone en texte avec son SCR : CRS=EPSG:4326;Polygon((15 45, 16 45, 16 46, 15 45)).</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>Length of time that one mosaic covers. Seasons are December to February and so on (season_eu: from 2 December, 21 March, 25 June, 13 September), quarters January to March and so on, ten-day periods begin on the 1st, 11th and 21st. custom: from START to END.</source>
        <translation>Durée que couvre une mosaïque. Les saisons sont de décembre à février et ainsi de suite (season_eu : dès le 2 décembre, 21 mars, 25 juin, 13 septembre), les trimestres de janvier à mars et ainsi de suite, les périodes de dix jours commencent les 1, 11 et 21. custom : de START à END.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>A day (UTC) inside the first period, as year-month-day. First day of a custom period.</source>
        <translation>Un jour (UTC) de la première période, en année-mois-jour. Premier jour d'une période libre.</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Last day of a custom period (inclusive), or a day inside the last period of a series: then one mosaic is made per period. Empty: one period.</source>
        <translation>Dernier jour d'une période libre (inclus), ou un jour de la dernière période d'une série : une mosaïque est alors faite par période. Vide : une période.</translation>
    </message>
    <message>
        <source>First day (UTC), as year-month-day.</source>
        <translation>Premier jour (UTC), en année-mois-jour.</translation>
    </message>
    <message>
        <source>Last day (inclusive). Empty: one day is searched.</source>
        <translation>Dernier jour (inclus). Vide : un jour est cherché.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>What is made of the valid observations of a pixel: one of them is chosen, or an average is taken. The description says what each method is good for.</source>
        <translation>Ce qui est fait des observations valides d'un pixel : l'une d'elles est choisie, ou une moyenne est prise. La description dit à quoi sert chaque méthode.</translation>
    </message>
    <message>
        <source>Layers that describe each pixel: valid observations, source, scene class, date, angles, ... all: what the source can fill. unc: the standard uncertainty of every band; frc: bands as Theia encodes them. Neither is part of all.</source>
        <translation>Couches qui décrivent chaque pixel : observations valides, source, classe, date, angles, ... all : ce que la source peut remplir. unc : l'incertitude type de chaque bande ; frc : les bandes comme Theia les code. Ni l'une ni l'autre ne fait partie de all.</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mois</translation>
    </message>
    <message>
        <source>A day (UTC) of the month to show, as year-month-day.</source>
        <translation>Un jour (UTC) du mois à montrer, en année-mois-jour.</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <source>Reflectance bands to deliver, in this order. None chosen: all that the scenes have.</source>
        <translation>Bandes de réflectance à livrer, dans cet ordre. Aucune : toutes celles des scènes.</translation>
    </message>
    <message>
        <source>Resolution (metres)</source>
        <translation>Résolution (mètres)</translation>
    </message>
    <message>
        <source>Pixel size in metres; converted for CRSs in degrees or feet.</source>
        <translation>Taille des pixels en mètres ; convertie pour les SCR en degrés ou en pieds.</translation>
    </message>
    <message>
        <source>Most cloud cover of a scene (percent)</source>
        <translation>Nuages d'une scène au plus (pour cent)</translation>
    </message>
    <message>
        <source>Scenes with more cloud cover, as their catalogue states it, are left out.</source>
        <translation>Les scènes avec plus de nuages, selon leur catalogue, sont écartées.</translation>
    </message>
    <message>
        <source>Scenes to take in any case</source>
        <translation>Scènes à prendre dans tous les cas</translation>
    </message>
    <message>
        <source>Ids of scenes that no limit on clouds, satellites, orbits or baselines leaves out.</source>
        <translation>Identifiants de scènes qu'aucune limite de nuages, satellites, orbites ou versions n'écarte.</translation>
    </message>
    <message>
        <source>Satellites</source>
        <translation>Satellites</translation>
    </message>
    <message>
        <source>Only these, separated by commas: S2A, S2B, S2C, L8, L9. Empty: all.</source>
        <translation>Seulement ceux-ci, séparés par des virgules : S2A, S2B, S2C, L8, L9. Vide : tous.</translation>
    </message>
    <message>
        <source>Relative orbits</source>
        <translation>Orbites relatives</translation>
    </message>
    <message>
        <source>Only these, separated by commas, such as 22, 122 (Landsat: paths). Empty: all.</source>
        <translation>Seulement celles-ci, séparées par des virgules, comme 22, 122 (Landsat : path). Vide : toutes.</translation>
    </message>
    <message>
        <source>Processing baselines</source>
        <translation>Versions du traitement</translation>
    </message>
    <message>
        <source>Only these, separated by commas, such as 05.09, 05.10. Empty: all.</source>
        <translation>Seulement celles-ci, séparées par des virgules, comme 05.09, 05.10. Vide : toutes.</translation>
    </message>
    <message>
        <source>Scenes to leave out</source>
        <translation>Scènes à écarter</translation>
    </message>
    <message>
        <source>Scene ids, separated by commas. The algorithm Search scenes lists them.</source>
        <translation>Identifiants de scènes, séparés par des virgules. L'algorithme Chercher des scènes les liste.</translation>
    </message>
    <message>
        <source>Memory limit (GiB)</source>
        <translation>Limite de mémoire (Gio)</translation>
    </message>
    <message>
        <source>Most scenes that may be lost (percent)</source>
        <translation>Scènes perdues au plus (pour cent)</translation>
    </message>
    <message>
        <source>Format of the product folder</source>
        <translation>Format du dossier du produit</translation>
    </message>
    <message>
        <source>Of FOLDER: tiled GeoTIFF (gtiff), Cloud Optimized GeoTIFF (cog), lossless JPEG 2000 (jp2) or one NetCDF file (netcdf). OUTPUT and QUALITY are GeoTIFF in any case.</source>
        <translation>De FOLDER : GeoTIFF tuilé (gtiff), Cloud Optimized GeoTIFF (cog), JPEG 2000 sans perte (jp2) ou un fichier NetCDF (netcdf). OUTPUT et QUALITY sont toujours des GeoTIFF.</translation>
    </message>
    <message>
        <source>Order name</source>
        <translation>Nom de la commande</translation>
    </message>
    <message>
        <source>Part of the product's name: letters, digits, hyphens and underscores.</source>
        <translation>Partie du nom du produit : lettres, chiffres, traits d'union et tirets bas.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Fils d'exécution</translation>
    </message>
    <message>
        <source>How many blocks are worked on at once. Empty: as many as there are processors.</source>
        <translation>Combien de blocs sont traités à la fois. Vide : autant que de processeurs.</translation>
    </message>
    <message>
        <source>Memory that the run may take. Empty: chosen from the computer's memory.</source>
        <translation>Mémoire que le traitement peut prendre. Vide : choisie selon celle de l'ordinateur.</translation>
    </message>
    <message>
        <source>The run fails where more of a period's scenes cannot be read; fewer are left out.</source>
        <translation>Le traitement échoue si plus de scènes d'une période sont illisibles ; moins sont écartées.</translation>
    </message>
    <message>
        <source>Folder for what is read over the network</source>
        <translation>Dossier pour ce qui est lu par le réseau</translation>
    </message>
    <message>
        <source>Limit of that folder (GiB)</source>
        <translation>Limite de ce dossier (Gio)</translation>
    </message>
    <message>
        <source>Parts of remote rasters are kept here for other runs: the same area with another method reads them from the disk. A new folder, or one that served before. Empty: nothing is kept.</source>
        <translation>Des parties de rasters distants sont gardées ici pour d'autres traitements : la même zone avec une autre méthode les lit du disque. Un nouveau dossier, ou un qui a déjà servi. Vide : rien n'est gardé.</translation>
    </message>
    <message>
        <source>Where it would be exceeded, what was not used for longest makes way.</source>
        <translation>Là où elle serait dépassée, ce qui n'a pas servi depuis le plus longtemps cède la place.</translation>
    </message>
    <message>
        <source>Temporal mosaic</source>
        <translation>Mosaïque temporelle</translation>
    </message>
    <message>
        <source>Makes cloud-free Sentinel-2 mosaics of a day, a month, a season, a year or a series.</source>
        <translation>Fait des mosaïques Sentinel-2 sans nuages d'un jour, d'un mois, d'une saison, d'une année ou d'une série.</translation>
    </message>
    <message>
        <source>GeoTIFF of the reflectance bands, stored as BIT_DEPTH says, with the scale set. Mosaics of further periods are written beside it, with the first day of their period in the name.</source>
        <translation>GeoTIFF des bandes de réflectance, stockées selon BIT_DEPTH, avec l'échelle. Les mosaïques des autres périodes sont écrites à côté, avec le premier jour de leur période dans le nom.</translation>
    </message>
    <message>
        <source>SOURCE is empty. Give a provider's name, or the path or URL of a STAC catalogue.</source>
        <translation>SOURCE est vide. Donnez le nom d'un fournisseur, ou le chemin ou l'URL d'un catalogue STAC.</translation>
    </message>
    <message>
        <source>{name}: unknown {words}. Choose among {options}.</source>
        <translation>{name} : {words} est inconnu. Choisissez parmi {options}.</translation>
    </message>
    <message>
        <source>{name} is '{value}', which is no date. Write it as year-month-day: 2023-08-01.</source>
        <translation>{name} est « {value} », ce qui n'est pas une date. Écrivez-la en année-mois-jour : 2023-08-01.</translation>
    </message>
    <message>
        <source>{name} is '{value}', which is no number. Write one from {low} to {high}.</source>
        <translation>{name} vaut '{value}', qui n'est pas un nombre. Écrivez-en un de {low} à {high}.</translation>
    </message>
    <message>
        <source>{name} is {value}, outside {low} to {high}. Write a number between them.</source>
        <translation>{name} vaut {value}, hors de {low} à {high}. Écrivez un nombre entre les deux.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} cannot be used, {reason}. Choose another one.</source>
        <translation>{name} : le dossier {folder} n'est pas utilisable, {reason}. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>for {path} is a file</source>
        <translation>car {path} est un fichier</translation>
    </message>
    <message>
        <source>for {path} must not be written to</source>
        <translation>car l'écriture dans {path} n'est pas permise</translation>
    </message>
    <message>
        <source>{name}: '{value}' is no raster that can be opened. Choose another file.</source>
        <translation>{name} : '{value}' n'est pas un raster qui s'ouvre. Choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>The layer {name} has no CRS. Set it in the layer's properties.</source>
        <translation>La couche {name} n'a pas de SCR. Donnez-le dans les propriétés de la couche.</translation>
    </message>
    <message>
        <source>The layer {name} holds no point or polygon, or none is selected.</source>
        <translation>La couche {name} ne contient ni point ni polygone, ou rien n'est sélectionné.</translation>
    </message>
    <message>
        <source>{one} and {other} would both be written to {path}. Give them different names.</source>
        <translation>{one} et {other} seraient tous deux écrits dans {path}. Donnez-leur des noms différents.</translation>
    </message>
    <message>
        <source>{name} is '{path}', but GeoTIFF is written: choose a name that ends in .tif.</source>
        <translation>{name} est « {path} », mais un GeoTIFF est écrit : choisissez un nom en .tif.</translation>
    </message>
    <message>
        <source>{name} is '{path}'; choose a name that ends in {suffixes}.</source>
        <translation>{name} est « {path} » ; choisissez un nom en {suffixes}.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} does not exist. Make it or choose another one.</source>
        <translation>{name} : le dossier {folder} n'existe pas. Créez-le ou choisissez-en un autre.</translation>
    </message>
    <message>
        <source>{name}: {path} is a folder. Choose the name of a file.</source>
        <translation>{name} : {path} est un dossier. Choisissez le nom d'un fichier.</translation>
    </message>
    <message>
        <source>{name}: the folder {folder} cannot be written to. Choose another one.</source>
        <translation>{name} : on ne peut pas écrire dans le dossier {folder}. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>{name}: the file {path} is write-protected. Choose another name.</source>
        <translation>{name} : le fichier {path} est protégé en écriture. Choisissez un autre nom.</translation>
    </message>
    <message>
        <source>FOLDER: {path} is no folder. Choose another one.</source>
        <translation>FOLDER : {path} n'est pas un dossier. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>FOLDER: {path} cannot be written to. Choose another folder.</source>
        <translation>FOLDER : on ne peut pas écrire dans {path}. Choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>Mosaic layers</source>
        <translation>Couches de la mosaïque</translation>
    </message>
    <message>
        <source>made from all valid observations of a pixel</source>
        <translation>fait de toutes les observations valides d'un pixel</translation>
    </message>
    <message>
        <source>balanced between overpasses and blended for looking at</source>
        <translation>équilibré entre les passages et fondu pour le regard</translation>
    </message>
    <message>
        <source>one chosen observation per pixel</source>
        <translation>une observation choisie par pixel</translation>
    </message>
    <message>
        <source>Surface reflectance of Sentinel-2, bands {bands}, {period}, {pixel}.</source>
        <translation>Réflectance de surface de Sentinel-2, bandes {bands}, {period}, {pixel}.</translation>
    </message>
    <message>
        <source>Natural colours of Sentinel-2 as bytes, {period}, {pixel}.</source>
        <translation>Couleurs naturelles de Sentinel-2 en octets, {period}, {pixel}.</translation>
    </message>
    <message>
        <source>What each pixel of the mosaic of {period} was made from, in physical units.</source>
        <translation>De quoi chaque pixel de la mosaïque de {period} est fait, en unités physiques.</translation>
    </message>
    <message>
        <source>Sentinel-2 in natural colour, {period}, {pixel}. For looking at only.</source>
        <translation>Sentinel-2 en couleurs naturelles, {period}, {pixel}. Pour regarder seulement.</translation>
    </message>
    <message>
        <source>QGIS's Python lacks {packages}. Install with: {command}  Then restart QGIS.</source>
        <translation>Il manque {packages} au Python de QGIS. Installez avec : {command}  Puis redémarrez QGIS.</translation>
    </message>
    <message>
        <source>QGIS's Python has the packages that S2GM needs but cannot load them ({reason}).</source>
        <translation>Le Python de QGIS a les paquets dont S2GM a besoin mais ne peut pas les charger ({reason}).</translation>
    </message>
    <message>
        <source>Mosaics</source>
        <translation>Mosaïques</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <source>Reasons</source>
        <translation>Raisons</translation>
    </message>
    <message>
        <source>Points or polygons</source>
        <translation>Points ou polygones</translation>
    </message>
    <message>
        <source>Layer in any CRS. A point gives the pixel in which it lies (or WINDOW), a polygon the mean of the pixels inside.</source>
        <translation>Couche dans tout SCR. Un point donne le pixel où il se trouve (ou WINDOW), un polygone la moyenne des pixels à l'intérieur.</translation>
    </message>
    <message>
        <source>Last day (inclusive); of composites any day in the last period.</source>
        <translation>Dernier jour (inclus) ; pour des composites, un jour de la dernière période.</translation>
    </message>
    <message>
        <source>What a record is: every observation, valid or not, or the composite of each period, which is the pixel that a mosaic of the period would have.</source>
        <translation>Ce qu'est un enregistrement : chaque observation, valide ou non, ou le composite de chaque période, soit le pixel qu'aurait une mosaïque de la période.</translation>
    </message>
    <message>
        <source>Window around a point (pixels)</source>
        <translation>Fenêtre autour d'un point (pixels)</translation>
    </message>
    <message>
        <source>Reflectance bands. None chosen: all that the scenes have.</source>
        <translation>Bandes de réflectance. Aucune : toutes celles des scènes.</translation>
    </message>
    <message>
        <source>Computed from the reflectance of the same record.</source>
        <translation>Calculé à partir de la réflectance du même enregistrement.</translation>
    </message>
    <message>
        <source>Odd number of pixels on a side. More than 1: a series per pixel, or see AGGREGATE.</source>
        <translation>Nombre impair de pixels par côté. Plus de 1 : une série par pixel, ou voir AGGREGATE.</translation>
    </message>
    <message>
        <source>Mean of the window</source>
        <translation>Moyenne de la fenêtre</translation>
    </message>
    <message>
        <source>One series per window with mean, standard deviation and count, instead of every pixel.</source>
        <translation>Une série par fenêtre avec moyenne, écart type et nombre, au lieu de chaque pixel.</translation>
    </message>
    <message>
        <source>Size of the pixels that are read.</source>
        <translation>Taille des pixels qui sont lus.</translation>
    </message>
    <message>
        <source>Field with names</source>
        <translation>Champ des noms</translation>
    </message>
    <message>
        <source>Names the sites in the results. Empty: a field called name or id, else numbers.</source>
        <translation>Nomme les sites dans les résultats. Vide : un champ appelé name ou id, sinon des numéros.</translation>
    </message>
    <message>
        <source>Smooth curve</source>
        <translation>Courbe lissée</translation>
    </message>
    <message>
        <source>Adds columns &lt;name&gt;_smooth beside the indices (or bands); raw values stay as they are.</source>
        <translation>Ajoute des colonnes &lt;name&gt;_smooth à côté des indices (ou bandes) ; les valeurs brutes restent.</translation>
    </message>
    <message>
        <source>Layout of the CSV file</source>
        <translation>Disposition du fichier CSV</translation>
    </message>
    <message>
        <source>tidy: a row per record; wide: a row per pixel, a column per variable and date; seasons: a row per season of the smooth curve.</source>
        <translation>tidy : une ligne par enregistrement ; wide : une ligne par pixel, une colonne par variable et date ; seasons : une ligne par saison de la courbe lissée.</translation>
    </message>
    <message>
        <source>auto: of composites s2gm; observations have none, their ordered bands decide which gaps make one invalid. Of a named method an observation is valid where its mosaic would use it, for which all bands of the method are read.</source>
        <translation>auto : pour les composites s2gm ; les observations n'en ont pas, leurs bandes commandées décident quelles lacunes en rendent une invalide. Avec une méthode nommée une observation est valide là où sa mosaïque l'utiliserait ; toutes les bandes de la méthode sont lues pour cela.</translation>
    </message>
    <message>
        <source>name=value, several separated by semicolons, as for the temporal mosaic.</source>
        <translation>nom=valeur, plusieurs séparées par des points-virgules, comme pour la mosaïque temporelle.</translation>
    </message>
    <message>
        <source>Values of valid observations only</source>
        <translation>Valeurs des observations valides seulement</translation>
    </message>
    <message>
        <source>Bands of observations that the masks refuse are not read; the records stay.</source>
        <translation>Les bandes des observations que les masques refusent ne sont pas lues ; les enregistrements restent.</translation>
    </message>
    <message>
        <source>Leave aerosol and confidences unread</source>
        <translation>Ne pas lire aérosols et confiances</translation>
    </message>
    <message>
        <source>Less to read; the columns of aerosol and of cloud and snow confidence stay empty.</source>
        <translation>Moins à lire ; les colonnes des aérosols et des confiances de nuages et de neige restent vides.</translation>
    </message>
    <message>
        <source>Composites of fewer are left empty, or filled. Only with a period of composites.</source>
        <translation>Les composites de moins restent vides ou sont remplis. Seulement avec une période de composites.</translation>
    </message>
    <message>
        <source>Days before and after the period. Only with a period of composites.</source>
        <translation>Jours avant et après la période. Seulement avec une période de composites.</translation>
    </message>
    <message>
        <source>CRS of the pixels</source>
        <translation>SCR des pixels</translation>
    </message>
    <message>
        <source>Empty: of every site the UTM zone (WGS 84) in which it lies.</source>
        <translation>Vide : pour chaque site la zone UTM (WGS 84) où il se trouve.</translation>
    </message>
    <message>
        <source>Quick preview</source>
        <translation>Aperçu grossier</translation>
    </message>
    <message>
        <source>The same mosaic on coarse pixels, 1000 on the longer side at most, from the overviews of the scenes: a look at patches and colours before the whole is made. No layers, no tiles.</source>
        <translation>La même mosaïque en gros pixels, 1000 au plus sur le long côté, à partir des aperçus des scènes : un regard sur les plages et les couleurs avant de faire le tout. Ni couches ni tuiles.</translation>
    </message>
    <message>
        <source>Reflectance of black and white</source>
        <translation>Réflectance du noir et du blanc</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>natural: an optimised curve with soft highlights; linear: reflectance 0 to 0.2, as ESA's true colour image; limits: linear between TONE_LIMITS. None depends on the picture, so that neighbours match.</source>
        <translation>natural : une courbe optimisée aux hautes lumières douces ; linear : réflectance 0 à 0,2, comme l'image en vraies couleurs de l'ESA ; limits : linéaire entre TONE_LIMITS. Aucun ne dépend de l'image, pour que les voisines s'accordent.</translation>
    </message>
    <message>
        <source>For the tone limits: two reflectances with a comma between them.</source>
        <translation>Pour le ton limits : deux réflectances séparées par une virgule.</translation>
    </message>
    <message>
        <source>Bits per value of OUTPUT</source>
        <translation>Bits par valeur de OUTPUT</translation>
    </message>
    <message>
        <source>8: a picture, red, green and blue as bytes with TONE. 16: the balanced reflectance of B02, B03, B04, which TONE does not change.</source>
        <translation>8 : une image, rouge, vert et bleu en octets avec TONE. 16 : la réflectance équilibrée de B02, B03, B04, que TONE ne change pas.</translation>
    </message>
    <message>
        <source>Layers of QUALITY and FOLDER: source, date, gain applied, and what was filled from other days.</source>
        <translation>Couches de QUALITY et FOLDER : source, date, gain appliqué, et ce qui vient d'autres jours.</translation>
    </message>
    <message>
        <source>Days before and after the period; 0 leaves gaps empty. The layer filled marks them.</source>
        <translation>Jours avant et après la période ; 0 laisse les trous vides. La couche filled les marque.</translation>
    </message>
    <message>
        <source>Tiles of a base map</source>
        <translation>Tuiles d'un fond de carte</translation>
    </message>
    <message>
        <source>Writes the picture into FOLDER as Web Mercator tiles, too: one MBTiles file (QGIS, QField and others open it without a network) or a folder of XYZ tiles.</source>
        <translation>Écrit aussi l'image dans FOLDER en tuiles Web Mercator : un fichier MBTiles (QGIS, QField et d'autres l'ouvrent sans réseau) ou un dossier de tuiles XYZ.</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Masque de nuages</translation>
    </message>
    <message>
        <source>esa: the service's filter of the scene classification. multitemporal: compares the dates, keeps bright roofs and finds missed clouds and shadows. probability: by the scenes' own. The others are sets of scene classes.</source>
        <translation>esa : le filtre du service sur la classification de scène. multitemporal : compare les dates, garde les toits clairs et trouve les nuages et ombres manqués. probability : par celle des scènes. Les autres sont des ensembles de classes de scène.</translation>
    </message>
    <message>
        <source>Cloud from probability (percent)</source>
        <translation>Nuage à partir de la probabilité (pour cent)</translation>
    </message>
    <message>
        <source>From which cloud probability on the mask probability calls a pixel cloud.</source>
        <translation>À partir de quelle probabilité le masque probability appelle un pixel nuage.</translation>
    </message>
    <message>
        <source>Growth of the mask (metres)</source>
        <translation>Croissance du masque (mètres)</translation>
    </message>
    <message>
        <source>By how much clouds and shadows of any mask are widened.</source>
        <translation>De combien nuages et ombres de tout masque sont élargis.</translation>
    </message>
    <message>
        <source>Mask of your own</source>
        <translation>Votre propre masque</translation>
    </message>
    <message>
        <source>A raster in any CRS: pixels where it is not zero are left out on every date.</source>
        <translation>Un raster dans tout SCR : les pixels où il n'est pas zéro sont écartés à chaque date.</translation>
    </message>
    <message>
        <source>Weight of Landsat</source>
        <translation>Poids de Landsat</translation>
    </message>
    <message>
        <source>What Landsat counts beside Sentinel-2 where a source holds both; 0 leaves Landsat out.</source>
        <translation>Ce que Landsat compte à côté de Sentinel-2 là où une source a les deux ; 0 écarte Landsat.</translation>
    </message>
    <message>
        <source>Point time series</source>
        <translation>Séries temporelles de points</translation>
    </message>
    <message>
        <source>Reads every observation, or one composite per period, at points and polygons.</source>
        <translation>Lit chaque observation, ou un composite par période, en des points et polygones.</translation>
    </message>
    <message>
        <source>One point per record, in longitude and latitude, for the temporal controller.</source>
        <translation>Un point par enregistrement, en longitude et latitude, pour le contrôleur temporel.</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>Fichiers CSV (*.csv)</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <source>The records as a CSV file, laid out as LAYOUT says. Optional.</source>
        <translation>Les enregistrements en fichier CSV, disposé selon LAYOUT. Facultatif.</translation>
    </message>
    <message>
        <source>Number of series</source>
        <translation>Nombre de séries</translation>
    </message>
    <message>
        <source>Number of records</source>
        <translation>Nombre d'enregistrements</translation>
    </message>
    <message>
        <source>Number of valid records</source>
        <translation>Nombre d'enregistrements valides</translation>
    </message>
    <message>
        <source>{name} is {path}, the file of the points, which it would replace. Choose another.</source>
        <translation>{name} est {path}, le fichier des points, qui serait remplacé. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>{sites} sites, {series} series, {records} records, {valid} of them valid.</source>
        <translation>{sites} sites, {series} séries, {records} enregistrements, dont {valid} valides.</translation>
    </message>
    <message>
        <source>Search scenes</source>
        <translation>Chercher des scènes</translation>
    </message>
    <message>
        <source>Lists the scenes over an area, their clouds, and what a mosaic of them would read.</source>
        <translation>Liste les scènes sur une zone, leurs nuages, et ce qu'une mosaïque en lirait.</translation>
    </message>
    <message>
        <source>One polygon per scene with its facts, in longitude and latitude.</source>
        <translation>Un polygone par scène avec ses données, en longitude et latitude.</translation>
    </message>
    <message>
        <source>Number of scenes</source>
        <translation>Nombre de scènes</translation>
    </message>
    <message>
        <source>Scenes that a mosaic would use</source>
        <translation>Scènes qu'une mosaïque utiliserait</translation>
    </message>
    <message>
        <source>MiB that a mosaic reads at most</source>
        <translation>Mio qu'une mosaïque lit au plus</translation>
    </message>
    <message>
        <source>The scenes cannot be written ({reason}).</source>
        <translation>Les scènes ne peuvent pas être écrites ({reason}).</translation>
    </message>
    <message>
        <source>No scene was found.</source>
        <translation>Aucune scène n'a été trouvée.</translation>
    </message>
    <message>
        <source>{scenes} scenes on {days} days, {first} to {last}; a mosaic would use {used} and read at most {size:.0f} MiB.</source>
        <translation>{scenes} scènes sur {days} jours, {first} à {last} ; une mosaïque en utiliserait {used} et lirait au plus {size:.0f} Mio.</translation>
    </message>
    <message>
        <source>The methods are shown once the missing Python packages are installed.</source>
        <translation>Les méthodes sont montrées dès que les paquets Python manquants sont installés.</translation>
    </message>
    <message>
        <source>Methods that choose one observation per pixel</source>
        <translation>Méthodes qui choisissent une observation par pixel</translation>
    </message>
    <message>
        <source>Methods that make each value from several observations</source>
        <translation>Méthodes qui font chaque valeur de plusieurs observations</translation>
    </message>
    <message>
        <source>Options of the methods (OPTIONS), with their defaults</source>
        <translation>Options des méthodes (OPTIONS) et leurs valeurs par défaut</translation>
    </message>
    <message>
        <source>Settings of known products (PRESET)</source>
        <translation>Réglages de produits connus (PRESET)</translation>
    </message>
    <message>
        <source>&lt;i&gt;{name}={default}&lt;/i&gt; ({allowed}): {help}. For {methods}.</source>
        <translation>&lt;i&gt;{name}={default}&lt;/i&gt; ({allowed}) : {help}. Pour {methods}.</translation>
    </message>
    <message>
        <source>An unforeseen problem stopped the run ({what}); the log has the details.</source>
        <translation>Un problème imprévu a arrêté le traitement ({what}) ; le journal donne les détails.</translation>
    </message>
    <message>
        <source>QGIS is set to a SOCKS5 proxy, for which Python needs the package PySocks (python3-socks on Debian and Ubuntu). Install it and restart QGIS, or choose an HTTP proxy.</source>
        <translation>QGIS est réglé sur un proxy SOCKS5, pour lequel Python a besoin du paquet PySocks (python3-socks sous Debian et Ubuntu). Installez-le et redémarrez QGIS, ou choisissez un proxy HTTP.</translation>
    </message>
    <message>
        <source>The Copernicus Data Space takes user and password (Basic) or S3 keys, not {method}.</source>
        <translation>Le Copernicus Data Space accepte utilisateur et mot de passe (Basic) ou des clés S3, pas {method}.</translation>
    </message>
    <message>
        <source>AUTH: QGIS has no authentication with the id '{auth}' (Settings &gt; Options).</source>
        <translation>AUTH : QGIS n'a pas d'authentification avec l'identifiant « {auth} » (Préférences &gt; Options).</translation>
    </message>
    <message>
        <source>AUTH: the authentication '{auth}' cannot be opened. Is the master password right?</source>
        <translation>AUTH : l'authentification « {auth} » ne peut pas être ouverte. Le mot de passe principal est-il juste ?</translation>
    </message>
    <message>
        <source>AUTH is given, but no source asks for it. Leave it empty, or give the source's URL.</source>
        <translation>AUTH est donné, mais aucune source ne le demande. Laissez-le vide, ou donnez l'URL de la source.</translation>
    </message>
    <message>
        <source>AUTH: the authentication '{auth}' adds no header; use Basic or API Header.</source>
        <translation>AUTH : l'authentification « {auth} » n'ajoute pas d'en-tête ; utilisez Basic ou API Header.</translation>
    </message>
    <message>
        <source>{name}: the layer {layer} is no file ({kind}). Choose a raster file.</source>
        <translation>{name} : la couche {layer} n'est pas un fichier ({kind}). Choisissez un fichier raster.</translation>
    </message>
    <message>
        <source>The CRS '{value}' is unknown. Leave it empty or write a code such as EPSG:32633.</source>
        <translation>Le SCR « {value} » est inconnu. Laissez-le vide ou écrivez un code comme EPSG:32633.</translation>
    </message>
    <message>
        <source>Cloud masks</source>
        <translation>Masques de nuages</translation>
    </message>
    <message>
        <source>Finds clouds, shadows and snow of every overpass by comparing the dates.</source>
        <translation>Trouve nuages, ombres et neige de chaque passage en comparant les dates.</translation>
    </message>
    <message>
        <source>multitemporal: our own, needs nothing else. omnicloudmask: the deep-learning package, where it is installed.</source>
        <translation>multitemporal : le nôtre, n'a besoin de rien d'autre. omnicloudmask : le paquet d'apprentissage profond, là où il est installé.</translation>
    </message>
    <message>
        <source>Pixel size in metres. Masks are made on cells of 20 m.</source>
        <translation>Taille des pixels en mètres. Les masques sont faits sur des cellules de 20 m.</translation>
    </message>
    <message>
        <source>Add the masks to the project</source>
        <translation>Ajouter les masques au projet</translation>
    </message>
    <message>
        <source>Every mask with its styles and its time.</source>
        <translation>Chaque masque avec ses styles et son temps.</translation>
    </message>
    <message>
        <source>Folder of the masks</source>
        <translation>Dossier des masques</translation>
    </message>
    <message>
        <source>A subfolder is made in it, with a GeoTIFF per overpass and a record.</source>
        <translation>Un sous-dossier y est créé, avec un GeoTIFF par passage et un relevé.</translation>
    </message>
    <message>
        <source>Number of masks</source>
        <translation>Nombre de masques</translation>
    </message>
    <message>
        <source>Cloud mask {overpass}</source>
        <translation>Masque de nuages {overpass}</translation>
    </message>
    <message>
        <source>Class, confidence and reasons of {scenes}.</source>
        <translation>Classe, confiance et raisons de {scenes}.</translation>
    </message>
    <message>
        <source>S2GM window</source>
        <translation>Fenêtre S2GM</translation>
    </message>
    <message>
        <source>Cloud-free Sentinel-2 mosaics: choose an area and a month</source>
        <translation>Mosaïques Sentinel-2 sans nuages : choisir une zone et un mois</translation>
    </message>
    <message>
        <source>Temporal mosaic...</source>
        <translation>Mosaïque temporelle...</translation>
    </message>
    <message>
        <source>Make a cloud-free Sentinel-2 mosaic</source>
        <translation>Faire une mosaïque Sentinel-2 sans nuages</translation>
    </message>
    <message>
        <source>Show the time series of points on the map</source>
        <translation>Montrer les séries temporelles de points sur la carte</translation>
    </message>
    <message>
        <source>Inspect a mosaic</source>
        <translation>Examiner une mosaïque</translation>
    </message>
    <message>
        <source>Click a pixel of a mosaic and see what it was made from</source>
        <translation>Cliquer un pixel d'une mosaïque et voir de quoi il est fait</translation>
    </message>
    <message>
        <source>Block {n} of {most}: {what}</source>
        <translation>Bloc {n} sur {most} : {what}</translation>
    </message>
    <message>
        <source>clear pixels from {overpasses} and {n} more</source>
        <translation>pixels clairs de {overpasses} et {n} de plus</translation>
    </message>
    <message>
        <source>clear pixels from {overpasses}</source>
        <translation>pixels clairs de {overpasses}</translation>
    </message>
    <message>
        <source>no clear pixel</source>
        <translation>aucun pixel clair</translation>
    </message>
    <message>
        <source>patches of {overpasses} and {n} more</source>
        <translation>parcelles de {overpasses} et {n} de plus</translation>
    </message>
    <message>
        <source>patches of {overpasses}</source>
        <translation>parcelles de {overpasses}</translation>
    </message>
    <message>
        <source>no patch</source>
        <translation>aucune parcelle</translation>
    </message>
    <message>
        <source>Overview {n} of {most}</source>
        <translation>Aperçu {n} sur {most}</translation>
    </message>
    <message>
        <source>Overlaps of image {n} of {most}</source>
        <translation>Recouvrements de l'image {n} sur {most}</translation>
    </message>
    <message>
        <source>Gains of band {n} of {most}</source>
        <translation>Gains de la bande {n} sur {most}</translation>
    </message>
    <message>
        <source>Haze {n} of {most}</source>
        <translation>Voile {n} sur {most}</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>Parcelles</translation>
    </message>
    <message>
        <source>Seams</source>
        <translation>Coutures</translation>
    </message>
    <message>
        <source>Blending image {n} of {most}</source>
        <translation>Fusion de l'image {n} sur {most}</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>Résolu</translation>
    </message>
    <message>
        <source>Copying into {file}</source>
        <translation>Copie dans {file}</translation>
    </message>
    <message>
        <source>Making colours</source>
        <translation>Création des couleurs</translation>
    </message>
    <message>
        <source>Finishing {name}</source>
        <translation>Finition de {name}</translation>
    </message>
    <message>
        <source>Writing {band}</source>
        <translation>Écriture de {band}</translation>
    </message>
    <message>
        <source>Converting to {format}</source>
        <translation>Conversion en {format}</translation>
    </message>
    <message>
        <source>Tiles of zoom {n}</source>
        <translation>Tuiles du zoom {n}</translation>
    </message>
    <message>
        <source>Checksum of {file}</source>
        <translation>Somme de contrôle de {file}</translation>
    </message>
    <message>
        <source>Region {n} of {most}</source>
        <translation>Région {n} sur {most}</translation>
    </message>
    <message>
        <source>Reading {n} sites near each other: {windows} windows of rasters</source>
        <translation>Lecture de {n} sites voisins : {windows} fenêtres de rasters</translation>
    </message>
    <message>
        <source>Group of site '{site}' is complete</source>
        <translation>Le groupe du site '{site}' est complet</translation>
    </message>
    <message>
        <source>Values of {name}</source>
        <translation>Valeurs de {name}</translation>
    </message>
    <message>
        <source>File {n} of {most}: {file}</source>
        <translation>Fichier {n} sur {most} : {file}</translation>
    </message>
    <message>
        <source>simulated {scene}</source>
        <translation>{scene} a été simulée</translation>
    </message>
    <message>
        <source>Could not be read, left out: {problem}</source>
        <translation>Illisible, laissé de côté : {problem}</translation>
    </message>
    <message>
        <source>No scene from {start} to {end}; this period has no product.</source>
        <translation>Aucune scène du {start} au {end} ; cette période n'a pas de produit.</translation>
    </message>
    <message>
        <source>No scene over {place} from {start} to {end}; the product has no such part.</source>
        <translation>Aucune scène sur {place} du {start} au {end} ; cette partie manque au produit.</translation>
    </message>
    <message>
        <source>The order names the scene '{scene}', which the source does not have for this area and time.</source>
        <translation>La commande nomme la scène '{scene}', que la source n'a pas pour cette zone et cette période.</translation>
    </message>
    <message>
        <source>No scene over the area from {start} to {end}. Within the {days} days around it there are {n}, but these only fill gaps of the period's own scenes. Lengthen the period.</source>
        <translation>Aucune scène sur la zone du {start} au {end}. Dans les {days} jours autour, il y en a {n}, mais elles ne comblent que les lacunes des scènes de la période même. Allongez la période.</translation>
    </message>
    <message>
        <source>No scene over the area from {start} to {end}. The source has {n} scenes there, from {first} to {last}. Change the dates.</source>
        <translation>Aucune scène sur la zone du {start} au {end}. La source y a {n} scènes, du {first} au {last}. Changez les dates.</translation>
    </message>
    <message>
        <source>The order leaves out all {n} scenes over the area from {start} to {end} (at most {most} % cloud, excluded scenes, orbits, platforms or baselines). The clearest has {least} % cloud. Accept more of them.</source>
        <translation>La commande laisse de côté les {n} scènes sur la zone du {start} au {end} (au plus {most} % de nuages, scènes exclues, orbites, satellites ou baselines). La plus claire a {least} % de nuages. Acceptez-en davantage.</translation>
    </message>
    <message>
        <source>The order leaves out all {n} scenes over the area from {start} to {end} (at most {most} % cloud, excluded scenes, orbits, platforms or baselines). Accept more of them.</source>
        <translation>La commande laisse de côté les {n} scènes sur la zone du {start} au {end} (au plus {most} % de nuages, scènes exclues, orbites, satellites ou baselines). Acceptez-en davantage.</translation>
    </message>
    <message>
        <source>The source {source} has no scene over the area from {start} to {end}. Change the dates or the area.</source>
        <translation>La source {source} n'a aucune scène sur la zone du {start} au {end}. Changez les dates ou la zone.</translation>
    </message>
    <message>
        <source>The source {source} holds no usable scene. The first problem: {problem}</source>
        <translation>La source {source} ne contient aucune scène utilisable. Le premier problème : {problem}</translation>
    </message>
    <message>
        <source>The source {source} holds no usable scene.</source>
        <translation>La source {source} ne contient aucune scène utilisable.</translation>
    </message>
    <message>
        <source>None of the {n} scenes of the source covers the area. They lie within {bounds} (west, south, east, north).</source>
        <translation>Aucune des {n} scènes de la source ne couvre la zone. Elles se trouvent dans {bounds} (ouest, sud, est, nord).</translation>
    </message>
    <message>
        <source>The period holds {n} scenes; one product can name {most}. Order a smaller area or a shorter period.</source>
        <translation>La période contient {n} scènes ; un produit peut en nommer {most}. Commandez une zone plus petite ou une période plus courte.</translation>
    </message>
    <message>
        <source>{n} of {all} scenes could not be read, more than the {most} % that may be lost; no product was made. The first: {problem}. Try again later, leave these scenes out, or allow more losses (--max-lost).</source>
        <translation>{n} scènes sur {all} n'ont pas pu être lues, plus que les {most} % qui peuvent être perdus ; aucun produit n'a été créé. La première : {problem}. Réessayez plus tard, laissez ces scènes de côté ou permettez plus de pertes (--max-lost).</translation>
    </message>
    <message>
        <source>{what} is '{text}', which is no date. Write it as year-month-day, such as 2023-08-01.</source>
        <translation>{what} : '{text}' n'est pas une date. Écrivez-la année-mois-jour, par exemple 2023-08-01.</translation>
    </message>
    <message>
        <source>The end {end} lies before the start {start}. Exchange them or leave the end empty.</source>
        <translation>La fin {end} précède le début {start}. Échangez-les ou laissez la fin vide.</translation>
    </message>
    <message>
        <source>A custom period needs an end date as well as its start {start}.</source>
        <translation>Une période libre a besoin d'une date de fin en plus de son début {start}.</translation>
    </message>
    <message>
        <source>The end {end} lies outside the calendar. Sentinel-2 began in 2015.</source>
        <translation>La fin {end} est hors du calendrier. Sentinel-2 a commencé en 2015.</translation>
    </message>
    <message>
        <source>The dates {start} to {end} lie outside the calendar. Sentinel-2 began in 2015.</source>
        <translation>Les dates {start} à {end} sont hors du calendrier. Sentinel-2 a commencé en 2015.</translation>
    </message>
    <message>
        <source>From {start} to {end} there are more than {most} periods of kind '{kind}'. Shorten the series or choose a longer period.</source>
        <translation>Du {start} au {end}, il y a plus de {most} périodes du type '{kind}'. Raccourcissez la série ou choisissez une période plus longue.</translation>
    </message>
    <message>
        <source>A series needs an end date as well as its start.</source>
        <translation>Une série a besoin d'une date de fin en plus de son début.</translation>
    </message>
    <message>
        <source>The area '{text}' is neither four numbers (west,south,east,north in degrees), nor a WKT polygon, nor a vector file that exists.</source>
        <translation>La zone '{text}' n'est ni quatre nombres (ouest,sud,est,nord en degrés), ni un polygone WKT, ni un fichier vectoriel existant.</translation>
    </message>
    <message>
        <source>The area {box} is empty: write west,south,east,north in degrees with west &lt; east and south &lt; north (west &gt; east only across the 180th meridian).</source>
        <translation>La zone {box} est vide : écrivez ouest,sud,est,nord en degrés avec ouest &lt; est et sud &lt; nord (ouest &gt; est seulement à travers le 180e méridien).</translation>
    </message>
    <message>
        <source>The area is no valid GeoJSON polygon ({problem}).</source>
        <translation>La zone n'est pas un polygone GeoJSON valide ({problem}).</translation>
    </message>
    <message>
        <source>The area is a {kind}; a polygon or rectangle is needed.</source>
        <translation>La zone est un {kind} ; il faut un polygone ou un rectangle.</translation>
    </message>
    <message>
        <source>The area has coordinates that are no numbers.</source>
        <translation>La zone a des coordonnées qui ne sont pas des nombres.</translation>
    </message>
    <message>
        <source>The area {box} is not in longitude and latitude (EPSG:4326). Give degrees, or a vector file that states its CRS.</source>
        <translation>La zone {box} n'est pas en longitude et latitude (EPSG:4326). Donnez des degrés ou un fichier vectoriel qui indique son SCR.</translation>
    </message>
    <message>
        <source>The area has no surface. Draw a polygon or rectangle.</source>
        <translation>La zone n'a pas de surface. Dessinez un polygone ou un rectangle.</translation>
    </message>
    <message>
        <source>The area '{text}' is no valid WKT ({problem}). Close the ring of the polygon.</source>
        <translation>La zone '{text}' n'est pas un WKT valide ({problem}). Fermez l'anneau du polygone.</translation>
    </message>
    <message>
        <source>The file {path} holds no polygon. Give a polygon layer.</source>
        <translation>Le fichier {path} ne contient aucun polygone. Donnez une couche de polygones.</translation>
    </message>
    <message>
        <source>The area lies outside the raster {path}. Choose another one, or leave out the area.</source>
        <translation>La zone est hors du raster {path}. Choisissez-en un autre ou omettez la zone.</translation>
    </message>
    <message>
        <source>The grid of {path} cannot be taken: {problem}</source>
        <translation>La grille de {path} ne peut pas être reprise : {problem}</translation>
    </message>
    <message>
        <source>The method '{method}' has no option '{name}'. It has none.</source>
        <translation>La méthode '{method}' n'a pas d'option '{name}'. Elle n'en a aucune.</translation>
    </message>
    <message>
        <source>The method '{method}' has no option '{name}'. It has {names}.</source>
        <translation>La méthode '{method}' n'a pas d'option '{name}'. Elle a {names}.</translation>
    </message>
    <message>
        <source>The option '{text}' has no value; write it as name=value.</source>
        <translation>L'option '{text}' n'a pas de valeur ; écrivez-la nom=valeur.</translation>
    </message>
    <message>
        <source>The option {name} is given twice.</source>
        <translation>L'option {name} est donnée deux fois.</translation>
    </message>
    <message>
        <source>The option {name} is '{text}'. Write yes or no.</source>
        <translation>L'option {name} vaut '{text}'. Écrivez yes ou no.</translation>
    </message>
    <message>
        <source>The option {name} is '{text}'. Choose among {names}.</source>
        <translation>L'option {name} vaut '{text}'. Choisissez parmi {names}.</translation>
    </message>
    <message>
        <source>The option {name} is empty. Write numbers, such as {example}.</source>
        <translation>L'option {name} est vide. Écrivez des nombres, par exemple {example}.</translation>
    </message>
    <message>
        <source>The option {name} is '{text}' where a whole number belongs.</source>
        <translation>L'option {name} vaut '{text}' là où il faut un nombre entier.</translation>
    </message>
    <message>
        <source>The option {name} is '{text}', which is no number.</source>
        <translation>L'option {name} vaut '{text}', qui n'est pas un nombre.</translation>
    </message>
    <message>
        <source>The option {name} is {value}, outside {low} to {high}.</source>
        <translation>L'option {name} vaut {value}, hors de {low} à {high}.</translation>
    </message>
    <message>
        <source>The job needs at least {least} MiB of memory ({overpasses} overpasses, {bands} bands, {threads} threads); {most} MiB are allowed. Allow more memory, use fewer threads or shorten the period.</source>
        <translation>La tâche a besoin d'au moins {least} Mio de mémoire ({overpasses} passages, {bands} bandes, {threads} threads) ; {most} Mio sont permis. Permettez plus de mémoire, utilisez moins de threads ou raccourcissez la période.</translation>
    </message>
    <message>
        <source>Geometric median</source>
        <translation>Médiane géométrique</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Newest observation</source>
        <translation>Observation la plus récente</translation>
    </message>
    <message>
        <source>Medoid</source>
        <translation>Médoïde</translation>
    </message>
    <message>
        <source>Mean by the scores of the best available pixel</source>
        <translation>Moyenne selon les notes du meilleur pixel disponible</translation>
    </message>
    <message>
        <source>Vegetation preference (VEG)</source>
        <translation>Préférence à la végétation (VEG)</translation>
    </message>
    <message>
        <source>Short-term composite (STC V1.0)</source>
        <translation>Composite à court terme (STC V1.0)</translation>
    </message>
    <message>
        <source>Pan-European (percentile per orbit)</source>
        <translation>Paneuropéen (percentile par orbite)</translation>
    </message>
    <message>
        <source>Minimum visible</source>
        <translation>Minimum du visible</translation>
    </message>
    <message>
        <source>Minimum blue</source>
        <translation>Minimum du bleu</translation>
    </message>
    <message>
        <source>Oldest observation</source>
        <translation>Observation la plus ancienne</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Médiane</translation>
    </message>
    <message>
        <source>Best available pixel</source>
        <translation>Meilleur pixel disponible</translation>
    </message>
    <message>
        <source>Weighted average (WASP, Theia L3A)</source>
        <translation>Moyenne pondérée (WASP, Theia L3A)</translation>
    </message>
    <message>
        <source>Bare-soil preference (SOI)</source>
        <translation>Préférence au sol nu (SOI)</translation>
    </message>
    <message>
        <source>S2GM (medoid, short-term composite, single)</source>
        <translation>S2GM (médoïde, composite à court terme, seule)</translation>
    </message>
    <message>
        <source>Percentiles</source>
        <translation>Percentiles</translation>
    </message>
    <message>
        <source>Maximum NDVI</source>
        <translation>NDVI maximal</translation>
    </message>
    <message>
        <source>Maximum NIR to blue ratio (MAX-RNB)</source>
        <translation>Rapport PIR/bleu maximal (MAX-RNB)</translation>
    </message>
    <message>
        <source>Weighted average without outliers</source>
        <translation>Moyenne pondérée sans valeurs aberrantes</translation>
    </message>
    <message>
        <source>Weighted average (Sen2-Agri L3A)</source>
        <translation>Moyenne pondérée (Sen2-Agri L3A)</translation>
    </message>
    <message>
        <source>Short-term composite (STC V1.1.0)</source>
        <translation>Composite à court terme (STC V1.1.0)</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Aucune donnée</translation>
    </message>
    <message>
        <source>Saturated or defective</source>
        <translation>Saturé ou défectueux</translation>
    </message>
    <message>
        <source>Dark features, shadows</source>
        <translation>Éléments sombres, ombres</translation>
    </message>
    <message>
        <source>Cloud shadows</source>
        <translation>Ombres de nuages</translation>
    </message>
    <message>
        <source>Vegetation</source>
        <translation>Végétation</translation>
    </message>
    <message>
        <source>Bare soil</source>
        <translation>Sol nu</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Eau</translation>
    </message>
    <message>
        <source>Unclassified (cloud, low probability)</source>
        <translation>Non classé (nuage, probabilité faible)</translation>
    </message>
    <message>
        <source>Cloud, medium probability</source>
        <translation>Nuage, probabilité moyenne</translation>
    </message>
    <message>
        <source>Cloud, high probability</source>
        <translation>Nuage, probabilité élevée</translation>
    </message>
    <message>
        <source>Thin cirrus</source>
        <translation>Cirrus fins</translation>
    </message>
    <message>
        <source>Snow or ice</source>
        <translation>Neige ou glace</translation>
    </message>
    <message>
        <source>The image was not loaded.</source>
        <translation>L'image n'a pas été chargée.</translation>
    </message>
    <message>
        <source>S2GM time series</source>
        <translation>Séries temporelles S2GM</translation>
    </message>
    <message>
        <source>Pick points</source>
        <translation>Choisir des points</translation>
    </message>
    <message>
        <source>Each click on the map adds a point and reads its series</source>
        <translation>Chaque clic sur la carte ajoute un point et lit sa série</translation>
    </message>
    <message>
        <source>Add selected</source>
        <translation>Ajouter la sélection</translation>
    </message>
    <message>
        <source>Adds the selected features of the active layer</source>
        <translation>Ajoute les entités sélectionnées de la couche active</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Forgets all places and their series</source>
        <translation>Oublie tous les lieux et leurs séries</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lire</translation>
    </message>
    <message>
        <source>Reads all places with the settings on the left</source>
        <translation>Lit tous les lieux avec les réglages de gauche</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Stops reading; what was read before stays</source>
        <translation>Arrête la lecture ; ce qui a été lu reste</translation>
    </message>
    <message>
        <source>Not valid</source>
        <translation>Non valides</translation>
    </message>
    <message>
        <source>Shows observations that the masks refuse</source>
        <translation>Montre les observations que les masques refusent</translation>
    </message>
    <message>
        <source>All days</source>
        <translation>Tous les jours</translation>
    </message>
    <message>
        <source>Takes the zoom back (wheel: zoom, drag: move)</source>
        <translation>Annule le zoom (molette : zoomer, glisser : déplacer)</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Writes all records as a table</source>
        <translation>Écrit tous les enregistrements en tableau</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>Writes the chart as it is shown as a picture</source>
        <translation>Écrit le graphique tel que montré, en image</translation>
    </message>
    <message>
        <source>Loaded: {n}</source>
        <translation>Chargé : {n}</translation>
    </message>
    <message>
        <source>Nothing is selected. Select points or polygons of a layer, then try again.</source>
        <translation>Rien n'est sélectionné. Sélectionnez des points ou polygones d'une couche, puis réessayez.</translation>
    </message>
    <message>
        <source>There is no place yet. Pick points on the map or add selected features.</source>
        <translation>Il n'y a pas encore de lieu. Choisissez des points sur la carte ou ajoutez la sélection.</translation>
    </message>
    <message>
        <source>Loading the image of {name} ...</source>
        <translation>Chargement de l'image de {name} ...</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>Écrit : {path}</translation>
    </message>
    <message>
        <source>The picture cannot be written to {path}. Choose another place.</source>
        <translation>L'image ne peut pas être écrite dans {path}. Choisissez un autre lieu.</translation>
    </message>
    <message>
        <source> ({n} more in the log)</source>
        <translation> ({n} de plus dans le journal)</translation>
    </message>
    <message>
        <source>No observation between these days at these places. Choose other days or places.</source>
        <translation>Aucune observation entre ces jours en ces lieux. Choisissez d'autres jours ou lieux.</translation>
    </message>
    <message>
        <source>Press Pick points and click on the map, or select features and press Add selected.</source>
        <translation>Pressez Choisir des points et cliquez sur la carte, ou sélectionnez des entités et pressez Ajouter la sélection.</translation>
    </message>
    <message>
        <source>{n} observations, {valid} valid. Click on one to load its image.</source>
        <translation>{n} observations, dont {valid} valides. Cliquez sur l'une pour charger son image.</translation>
    </message>
    <message>
        <source>{n} composites, {valid} with an observation. Click on one to load its mosaic.</source>
        <translation>{n} composites, {valid} avec une observation. Cliquez sur l'un pour charger sa mosaïque.</translation>
    </message>
    <message>
        <source>Without any: {names}.</source>
        <translation>Sans aucune : {names}.</translation>
    </message>
    <message>
        <source>The settings have changed. Press Read.</source>
        <translation>Les réglages ont changé. Pressez Lire.</translation>
    </message>
    <message>
        <source>Export the records</source>
        <translation>Exporter les enregistrements</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>Exporter le graphique</translation>
    </message>
    <message>
        <source>{n} places are too many for a chart (at most {most}). The algorithm Point time series takes them.</source>
        <translation>{n} lieux sont trop pour un graphique (au plus {most}). L'algorithme Séries temporelles de points les accepte.</translation>
    </message>
    <message>
        <source>{n} places with windows of {w} x {w} pixels are too many curves (at most {most}). Show means.</source>
        <translation>{n} lieux avec des fenêtres de {w} x {w} pixels font trop de courbes (au plus {most}). Montrez des moyennes.</translation>
    </message>
    <message>
        <source>There is nothing to export yet. Read a series first.</source>
        <translation>Il n'y a encore rien à exporter. Lisez d'abord une série.</translation>
    </message>
    <message>
        <source>each pixel</source>
        <translation>chaque pixel</translation>
    </message>
    <message>
        <source>A curve for every pixel of the window instead of one of their mean</source>
        <translation>Une courbe pour chaque pixel de la fenêtre au lieu d'une de leur moyenne</translation>
    </message>
    <message>
        <source>Aerosol, confidences</source>
        <translation>Aérosols, confiances</translation>
    </message>
    <message>
        <source>A stored authentication of QGIS, for sources that need an account</source>
        <translation>Une authentification enregistrée de QGIS, pour les sources qui demandent un compte</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>A provider, the URL or path of a STAC catalogue, or a folder of products</source>
        <translation>Un fournisseur, l'URL ou le chemin d'un catalogue STAC, ou un dossier de produits</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>First day (UTC)</source>
        <translation>Premier jour (UTC)</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Au</translation>
    </message>
    <message>
        <source>Last day, inclusive; of composites any day in the last period</source>
        <translation>Dernier jour, inclus ; pour des composites un jour de la dernière période</translation>
    </message>
    <message>
        <source>Every observation, or one composite per period: the pixel that its mosaic would have</source>
        <translation>Chaque observation, ou un composite par période : le pixel qu'aurait sa mosaïque</translation>
    </message>
    <message>
        <source>How a composite is made of the valid observations; auto: s2gm</source>
        <translation>Comment un composite est fait des observations valides ; auto : s2gm</translation>
    </message>
    <message>
        <source>Indices</source>
        <translation>Indices</translation>
    </message>
    <message>
        <source>Spectral indices; only their bands are read</source>
        <translation>Indices spectraux ; seules leurs bandes sont lues</translation>
    </message>
    <message>
        <source>Reflectance bands to be shown</source>
        <translation>Bandes de réflectance à montrer</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>Odd number of pixels on a side; of more than one the mean is shown</source>
        <translation>Nombre impair de pixels par côté ; de plus d'un la moyenne est montrée</translation>
    </message>
    <message>
        <source>Resolution (m)</source>
        <translation>Résolution (m)</translation>
    </message>
    <message>
        <source>Size of the pixels</source>
        <translation>Taille des pixels</translation>
    </message>
    <message>
        <source>Drawn through the valid marks, with start, peak and end of seasons where it shows them</source>
        <translation>Tracée par les marques valides, avec début, sommet et fin des saisons là où elle les montre</translation>
    </message>
    <message>
        <source>Which classes of the scene classification count as clear</source>
        <translation>Quelles classes de la classification de scène passent pour claires</translation>
    </message>
    <message>
        <source>Also read</source>
        <translation>Lire aussi</translation>
    </message>
    <message>
        <source>Aerosol and the confidences of cloud and snow: for the table, about twice as much to read</source>
        <translation>Aérosols et confiances de nuages et de neige : pour le tableau, environ deux fois plus à lire</translation>
    </message>
    <message>
        <source>Nothing is chosen to be shown. Check at least one index or band.</source>
        <translation>Rien n'est choisi pour être montré. Cochez au moins un indice ou une bande.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Amplitude {amplitude}</source>
        <translation>Amplitude {amplitude}</translation>
    </message>
    <message>
        <source>, {days} days long</source>
        <translation>, longue de {days} jours</translation>
    </message>
    <message>
        <source>{site}, row {row}, column {col}</source>
        <translation>{site}, ligne {row}, colonne {col}</translation>
    </message>
    <message>
        <source>{value} &amp;plusmn; {spread}, {count} of {pixels} pixels</source>
        <translation>{value} &amp;plusmn; {spread}, {count} pixels sur {pixels}</translation>
    </message>
    <message>
        <source>Class: {name}</source>
        <translation>Classe : {name}</translation>
    </message>
    <message>
        <source>Cloud {cloud:.0f} %, snow {snow:.0f} %</source>
        <translation>Nuages {cloud:.0f} %, neige {snow:.0f} %</translation>
    </message>
    <message>
        <source>Not valid: {why}</source>
        <translation>Non valide : {why}</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} à {last}</translation>
    </message>
    <message>
        <source>observed {day}, {by}</source>
        <translation>observé {day}, {by}</translation>
    </message>
    <message>
        <source>{n:.0f} valid observations</source>
        <translation>{n:.0f} observations valides</translation>
    </message>
    <message>
        <source>orbit {n}</source>
        <translation>orbite {n}</translation>
    </message>
    <message>
        <source>Map view</source>
        <translation>Vue de la carte</translation>
    </message>
    <message>
        <source>The rectangle that the map shows now</source>
        <translation>Le rectangle que la carte montre maintenant</translation>
    </message>
    <message>
        <source>The rectangle that the map shows now.</source>
        <translation>Le rectangle que la carte montre maintenant.</translation>
    </message>
    <message>
        <source>Layer or selected features</source>
        <translation>Couche ou entités sélectionnées</translation>
    </message>
    <message>
        <source>The polygons of a layer of the project, or the selected ones</source>
        <translation>Les polygones d'une couche du projet, ou ceux qui sont sélectionnés</translation>
    </message>
    <message>
        <source>A polygon layer of the project</source>
        <translation>Une couche de polygones du projet</translation>
    </message>
    <message>
        <source>Selected features only</source>
        <translation>La sélection seulement</translation>
    </message>
    <message>
        <source>Takes only what is selected on the map</source>
        <translation>Ne prend que ce qui est sélectionné sur la carte</translation>
    </message>
    <message>
        <source>Selected features only ({n})</source>
        <translation>La sélection seulement ({n})</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>The polygons of a KML, KMZ, Shapefile, GeoPackage or GeoJSON file</source>
        <translation>Les polygones d'un fichier KML, KMZ, Shapefile, GeoPackage ou GeoJSON</translation>
    </message>
    <message>
        <source>File with the area</source>
        <translation>Fichier avec la zone</translation>
    </message>
    <message>
        <source>KML, KMZ, SHP, GPKG or GeoJSON; also a zip file with one of them</source>
        <translation>KML, KMZ, SHP, GPKG ou GeoJSON ; aussi un zip qui en contient un</translation>
    </message>
    <message>
        <source>Text (WKT)</source>
        <translation>Texte (WKT)</translation>
    </message>
    <message>
        <source>A polygon as WKT, or west,south,east,north in degrees</source>
        <translation>Un polygone en WKT, ou ouest,sud,est,nord en degrés</translation>
    </message>
    <message>
        <source>WKT of a closed polygon, or four numbers: west,south,east,north</source>
        <translation>WKT d'un polygone fermé, ou quatre nombres : ouest,sud,est,nord</translation>
    </message>
    <message>
        <source>The CRS of the coordinates of the WKT</source>
        <translation>Le SCR des coordonnées du WKT</translation>
    </message>
    <message>
        <source>Country or region</source>
        <translation>Pays ou région</translation>
    </message>
    <message>
        <source>The outline of a country or region, by its name</source>
        <translation>Le contour d'un pays ou d'une région, par son nom</translation>
    </message>
    <message>
        <source>Type a part of the name: countries first, then regions</source>
        <translation>Tapez une partie du nom : d'abord les pays, puis les régions</translation>
    </message>
    <message>
        <source>Name of a country or region</source>
        <translation>Nom d'un pays ou d'une région</translation>
    </message>
    <message>
        <source>Without parts overseas</source>
        <translation>Sans les parties d'outre-mer</translation>
    </message>
    <message>
        <source>Leaves out territories and islands that are farther than 6.5 degrees from the rest</source>
        <translation>Omet les territoires et îles à plus de 6,5 degrés du reste</translation>
    </message>
    <message>
        <source>The outlines are coarse (Natural Earth): a rim makes up for that</source>
        <translation>Les contours sont grossiers (Natural Earth) : une marge le compense</translation>
    </message>
    <message>
        <source>Widen by</source>
        <translation>Élargir de</translation>
    </message>
    <message>
        <source>This QGIS ships no map of the world. Take the area from a file.</source>
        <translation>Ce QGIS ne contient pas de carte du monde. Prenez la zone d'un fichier.</translation>
    </message>
    <message>
        <source>No name is chosen. Type the name of a country or region.</source>
        <translation>Aucun nom n'est choisi. Tapez le nom d'un pays ou d'une région.</translation>
    </message>
    <message>
        <source>'{name}' is no country or region of the map. Choose one of the list.</source>
        <translation>« {name} » n'est ni un pays ni une région de la carte. Choisissez dans la liste.</translation>
    </message>
    <message>
        <source>The map of the world has no outline of {name}.</source>
        <translation>La carte du monde n'a pas de contour de {name}.</translation>
    </message>
    <message>
        <source>This is no polygon. Draw or choose something with a surface.</source>
        <translation>Ceci n'est pas un polygone. Dessinez ou choisissez quelque chose qui a une surface.</translation>
    </message>
    <message>
        <source>The area</source>
        <translation>La zone</translation>
    </message>
    <message>
        <source>The area is too large: {size}. At most {most} can be ordered; choose a part of it.</source>
        <translation>La zone est trop grande : {size}. On peut commander {most} au plus ; choisissez-en une partie.</translation>
    </message>
    <message>
        <source>{n} ha</source>
        <translation>{n} ha</translation>
    </message>
    <message>
        <source>{n} km²</source>
        <translation>{n} km²</translation>
    </message>
    <message>
        <source>{degrees}° E</source>
        <translation>{degrees}° E</translation>
    </message>
    <message>
        <source>{degrees}° W</source>
        <translation>{degrees}° O</translation>
    </message>
    <message>
        <source>{degrees}° N</source>
        <translation>{degrees}° N</translation>
    </message>
    <message>
        <source>{degrees}° S</source>
        <translation>{degrees}° S</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rectangle</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <source>Freehand</source>
        <translation>Main levée</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Move, add and remove corners of the area on the map</source>
        <translation>Déplacer, ajouter et ôter des sommets de la zone sur la carte</translation>
    </message>
    <message>
        <source>Zoom to the area</source>
        <translation>Zoomer sur la zone</translation>
    </message>
    <message>
        <source>Zooms the map to the area</source>
        <translation>Zoome la carte sur la zone</translation>
    </message>
    <message>
        <source>Forgets the area</source>
        <translation>Oublie la zone</translation>
    </message>
    <message>
        <source>Where the area is taken from</source>
        <translation>D'où la zone est prise</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Prendre</translation>
    </message>
    <message>
        <source>Takes this as the area</source>
        <translation>Prend ceci comme zone</translation>
    </message>
    <message>
        <source>Or take</source>
        <translation>Ou</translation>
    </message>
    <message>
        <source>The CRS of the map cannot show the area. Choose another CRS.</source>
        <translation>Le SCR de la carte ne peut pas montrer la zone. Choisissez un autre SCR.</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Dessinée</translation>
    </message>
    <message>
        <source>There is no area to edit yet. Draw one first.</source>
        <translation>Il n'y a pas encore de zone à modifier. Dessinez-en une d'abord.</translation>
    </message>
    <message>
        <source>The area has too many corners to be edited by hand.</source>
        <translation>La zone a trop de sommets pour être modifiée à la main.</translation>
    </message>
    <message>
        <source>This is large. A mosaic of it takes many hours and much room.</source>
        <translation>C'est grand. Une mosaïque en prend de nombreuses heures et beaucoup de place.</translation>
    </message>
    <message>
        <source>The area of the project was not read: {why}</source>
        <translation>La zone du projet n'a pas été lue : {why}</translation>
    </message>
    <message>
        <source>No area yet. Draw one on the map, or take one.</source>
        <translation>Pas encore de zone. Dessinez-en une sur la carte, ou prenez-en une.</translation>
    </message>
    <message>
        <source>The map view</source>
        <translation>La vue de la carte</translation>
    </message>
    <message>
        <source>The project has no polygon layer. Add one, or take the area from a file.</source>
        <translation>Le projet n'a pas de couche de polygones. Ajoutez-en une, ou prenez la zone d'un fichier.</translation>
    </message>
    <message>
        <source>Nothing is selected in the layer {name}. Select polygons on the map, then try again.</source>
        <translation>Rien n'est sélectionné dans la couche {name}. Sélectionnez des polygones sur la carte, puis réessayez.</translation>
    </message>
    <message>
        <source>The layer {name} holds no polygon. Choose another layer.</source>
        <translation>La couche {name} ne contient aucun polygone. Choisissez une autre couche.</translation>
    </message>
    <message>
        <source>Layer {name}</source>
        <translation>Couche {name}</translation>
    </message>
    <message>
        <source>{n} selected features of {name}</source>
        <translation>{n} entités sélectionnées de {name}</translation>
    </message>
    <message>
        <source>The selected feature of {name}</source>
        <translation>L'entité sélectionnée de {name}</translation>
    </message>
    <message>
        <source>{name} has {n} features; an area is made of at most {most}. Select some, or merge them with Dissolve.</source>
        <translation>{name} a {n} entités ; une zone se compose de {most} au plus. Sélectionnez-en quelques-unes, ou fusionnez-les avec Regrouper.</translation>
    </message>
    <message>
        <source>No file is chosen. Choose one with the button on the right.</source>
        <translation>Aucun fichier n'est choisi. Choisissez-en un avec le bouton de droite.</translation>
    </message>
    <message>
        <source>The file {path} does not exist.</source>
        <translation>Le fichier {path} n'existe pas.</translation>
    </message>
    <message>
        <source>{name} cannot be read as a vector file. Choose KML, KMZ, SHP, GPKG or GeoJSON.</source>
        <translation>{name} ne peut pas être lu comme fichier vecteur. Choisissez KML, KMZ, SHP, GPKG ou GeoJSON.</translation>
    </message>
    <message>
        <source>{name} holds no polygons, only points, lines or tables. Choose another file.</source>
        <translation>{name} ne contient pas de polygones, seulement des points, lignes ou tables. Choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>{name} states no CRS. Give it one in QGIS (Assign projection), then try again.</source>
        <translation>{name} n'indique pas de SCR. Donnez-lui-en un dans QGIS (Assigner une projection), puis réessayez.</translation>
    </message>
    <message>
        <source>File {name}</source>
        <translation>Fichier {name}</translation>
    </message>
    <message>
        <source>The layer {layer} of {name} cannot be transformed from {its} to {crs}, the CRS of the first layer.</source>
        <translation>La couche {layer} de {name} ne peut pas être transformée de {its} en {crs}, le SCR de la première couche.</translation>
    </message>
    <message>
        <source>There is no text yet. Write POLYGON((15 45, 16 45, 16 46, 15 45)).</source>
        <translation>Il n'y a pas encore de texte. Écrivez POLYGON((15 45, 16 45, 16 46, 15 45)).</translation>
    </message>
    <message>
        <source>WKT</source>
        <translation>WKT</translation>
    </message>
    <message>
        <source>'{text}' is no polygon. Write POLYGON((x y, x y, x y, x y)) and close the ring.</source>
        <translation>« {text} » n'est pas un polygone. Écrivez POLYGON((x y, x y, x y, x y)) et fermez l'anneau.</translation>
    </message>
    <message>
        <source>Drag a rectangle, or click on two corners. Esc cancels.</source>
        <translation>Tirez un rectangle, ou cliquez deux coins. Échap annule.</translation>
    </message>
    <message>
        <source>The rectangle has no surface. Click on two opposite corners.</source>
        <translation>Le rectangle n'a pas de surface. Cliquez sur deux coins opposés.</translation>
    </message>
    <message>
        <source>Click on the corners. Right click, double click or Enter closes, Backspace takes one back.</source>
        <translation>Cliquez les sommets. Clic droit, double clic ou Entrée ferme, Retour arrière en reprend un.</translation>
    </message>
    <message>
        <source>What was drawn has no surface. Set at least three corners.</source>
        <translation>Ce qui a été dessiné n'a pas de surface. Posez au moins trois sommets.</translation>
    </message>
    <message>
        <source>Hold the left button and draw around the area. Esc cancels.</source>
        <translation>Tenez le bouton gauche et tracez autour de la zone. Échap annule.</translation>
    </message>
    <message>
        <source>What was drawn has no surface. Draw all around the area.</source>
        <translation>Ce qui a été dessiné n'a pas de surface. Dessinez tout autour de la zone.</translation>
    </message>
    <message>
        <source>Drag a corner. Double click on an edge adds one, right click or Delete removes one, Backspace undoes, Esc or Enter ends.</source>
        <translation>Tirez un sommet. Un double clic sur un bord en ajoute un, un clic droit ou Suppr en ôte un, Retour arrière annule, Échap ou Entrée termine.</translation>
    </message>
    <message>
        <source>Austria</source>
        <translation>Autriche</translation>
    </message>
    <message>
        <source>Belgium</source>
        <translation>Belgique</translation>
    </message>
    <message>
        <source>Bulgaria</source>
        <translation>Bulgarie</translation>
    </message>
    <message>
        <source>Croatia</source>
        <translation>Croatie</translation>
    </message>
    <message>
        <source>Cyprus</source>
        <translation>Chypre</translation>
    </message>
    <message>
        <source>Czechia</source>
        <translation>Tchéquie</translation>
    </message>
    <message>
        <source>Denmark</source>
        <translation>Danemark</translation>
    </message>
    <message>
        <source>Estonia</source>
        <translation>Estonie</translation>
    </message>
    <message>
        <source>Finland</source>
        <translation>Finlande</translation>
    </message>
    <message>
        <source>France</source>
        <translation>France</translation>
    </message>
    <message>
        <source>Germany</source>
        <translation>Allemagne</translation>
    </message>
    <message>
        <source>Greece</source>
        <translation>Grèce</translation>
    </message>
    <message>
        <source>Hungary</source>
        <translation>Hongrie</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>Irlande</translation>
    </message>
    <message>
        <source>Italy</source>
        <translation>Italie</translation>
    </message>
    <message>
        <source>Latvia</source>
        <translation>Lettonie</translation>
    </message>
    <message>
        <source>Lithuania</source>
        <translation>Lituanie</translation>
    </message>
    <message>
        <source>Luxembourg</source>
        <translation>Luxembourg</translation>
    </message>
    <message>
        <source>Malta</source>
        <translation>Malte</translation>
    </message>
    <message>
        <source>Netherlands</source>
        <translation>Pays-Bas</translation>
    </message>
    <message>
        <source>Poland</source>
        <translation>Pologne</translation>
    </message>
    <message>
        <source>Portugal</source>
        <translation>Portugal</translation>
    </message>
    <message>
        <source>Romania</source>
        <translation>Roumanie</translation>
    </message>
    <message>
        <source>Slovakia</source>
        <translation>Slovaquie</translation>
    </message>
    <message>
        <source>Slovenia</source>
        <translation>Slovénie</translation>
    </message>
    <message>
        <source>Spain</source>
        <translation>Espagne</translation>
    </message>
    <message>
        <source>Sweden</source>
        <translation>Suède</translation>
    </message>
    <message>
        <source>Benin</source>
        <translation>Bénin</translation>
    </message>
    <message>
        <source>Central African Republic</source>
        <translation>République centrafricaine</translation>
    </message>
    <message>
        <source>Côte d'Ivoire</source>
        <translation>Côte d'Ivoire</translation>
    </message>
    <message>
        <source>Cameroon</source>
        <translation>Cameroun</translation>
    </message>
    <message>
        <source>Democratic Republic of the Congo</source>
        <translation>République démocratique du Congo</translation>
    </message>
    <message>
        <source>Republic of the Congo</source>
        <translation>République du Congo</translation>
    </message>
    <message>
        <source>Ethiopia</source>
        <translation>Éthiopie</translation>
    </message>
    <message>
        <source>Gabon</source>
        <translation>Gabon</translation>
    </message>
    <message>
        <source>Ghana</source>
        <translation>Ghana</translation>
    </message>
    <message>
        <source>Kenya</source>
        <translation>Kenya</translation>
    </message>
    <message>
        <source>Nigeria</source>
        <translation>Nigeria</translation>
    </message>
    <message>
        <source>Sudan</source>
        <translation>Soudan</translation>
    </message>
    <message>
        <source>South Sudan</source>
        <translation>Soudan du Sud</translation>
    </message>
    <message>
        <source>Tanzania</source>
        <translation>Tanzanie</translation>
    </message>
    <message>
        <source>Zambia</source>
        <translation>Zambie</translation>
    </message>
    <message>
        <source>Argentina</source>
        <translation>Argentine</translation>
    </message>
    <message>
        <source>Bolivia</source>
        <translation>Bolivie</translation>
    </message>
    <message>
        <source>Chile</source>
        <translation>Chili</translation>
    </message>
    <message>
        <source>Colombia</source>
        <translation>Colombie</translation>
    </message>
    <message>
        <source>Costa Rica</source>
        <translation>Costa Rica</translation>
    </message>
    <message>
        <source>Ecuador</source>
        <translation>Équateur</translation>
    </message>
    <message>
        <source>Guatemala</source>
        <translation>Guatemala</translation>
    </message>
    <message>
        <source>Guyana</source>
        <translation>Guyana</translation>
    </message>
    <message>
        <source>Honduras</source>
        <translation>Honduras</translation>
    </message>
    <message>
        <source>Mexico</source>
        <translation>Mexique</translation>
    </message>
    <message>
        <source>Panama</source>
        <translation>Panama</translation>
    </message>
    <message>
        <source>Peru</source>
        <translation>Pérou</translation>
    </message>
    <message>
        <source>Paraguay</source>
        <translation>Paraguay</translation>
    </message>
    <message>
        <source>Suriname</source>
        <translation>Suriname</translation>
    </message>
    <message>
        <source>Bangladesh</source>
        <translation>Bangladesh</translation>
    </message>
    <message>
        <source>Bhutan</source>
        <translation>Bhoutan</translation>
    </message>
    <message>
        <source>Indonesia</source>
        <translation>Indonésie</translation>
    </message>
    <message>
        <source>Cambodia</source>
        <translation>Cambodge</translation>
    </message>
    <message>
        <source>Sri Lanka</source>
        <translation>Sri Lanka</translation>
    </message>
    <message>
        <source>Myanmar</source>
        <translation>Myanmar</translation>
    </message>
    <message>
        <source>Mongolia</source>
        <translation>Mongolie</translation>
    </message>
    <message>
        <source>Nepal</source>
        <translation>Népal</translation>
    </message>
    <message>
        <source>Pakistan</source>
        <translation>Pakistan</translation>
    </message>
    <message>
        <source>Philippines</source>
        <translation>Philippines</translation>
    </message>
    <message>
        <source>Papua New Guinea</source>
        <translation>Papouasie-Nouvelle-Guinée</translation>
    </message>
    <message>
        <source>Solomon Islands</source>
        <translation>Îles Salomon</translation>
    </message>
    <message>
        <source>Vietnam</source>
        <translation>Viêt Nam</translation>
    </message>
    <message>
        <source>unticked</source>
        <translation>décochée</translation>
    </message>
    <message>
        <source>other satellite</source>
        <translation>autre satellite</translation>
    </message>
    <message>
        <source>other baseline</source>
        <translation>autre version</translation>
    </message>
    <message>
        <source>another processing is used</source>
        <translation>un autre traitement est utilisé</translation>
    </message>
    <message>
        <source>other orbit</source>
        <translation>autre orbite</translation>
    </message>
    <message>
        <source>too cloudy</source>
        <translation>trop nuageuse</translation>
    </message>
    <message>
        <source>&lt;b&gt;{scenes} on {days}&lt;/b&gt;, {first} to {last}, by {satellites}</source>
        <translation>&lt;b&gt;{scenes} sur {days}&lt;/b&gt;, {first} à {last}, par {satellites}</translation>
    </message>
    <message>
        <source>scene</source>
        <translation>scène</translation>
    </message>
    <message>
        <source>scenes</source>
        <translation>scènes</translation>
    </message>
    <message>
        <source>day</source>
        <translation>jour</translation>
    </message>
    <message>
        <source>days</source>
        <translation>jours</translation>
    </message>
    <message>
        <source>clouds {low} to {high} %, half of the scenes below {middle} %</source>
        <translation>nuages {low} à {high} %, la moitié des scènes sous {middle} %</translation>
    </message>
    <message>
        <source>left out: {listed}</source>
        <translation>écartées : {listed}</translation>
    </message>
    <message>
        <source>&lt;b&gt;{size}&lt;/b&gt; of {metres} m ({crs}){products}: reads at most {read}, writes at most {write}</source>
        <translation>&lt;b&gt;{size}&lt;/b&gt; de {metres} m ({crs}){products} : lit au plus {read}, écrit au plus {write}</translation>
    </message>
    <message>
        <source>a guess, as no run was measured on this machine yet</source>
        <translation>une estimation, car aucun traitement n'a encore été mesuré sur cet ordinateur</translation>
    </message>
    <message>
        <source>earlier run</source>
        <translation>traitement passé</translation>
    </message>
    <message>
        <source>earlier runs</source>
        <translation>traitements passés</translation>
    </message>
    <message>
        <source>by {runs} on this machine</source>
        <translation>d'après {runs} sur cet ordinateur</translation>
    </message>
    <message>
        <source>takes &lt;b&gt;{time}&lt;/b&gt; ({basis})</source>
        <translation>prend &lt;b&gt;{time}&lt;/b&gt; ({basis})</translation>
    </message>
    <message>
        <source>{n} million pixels</source>
        <translation>{n} millions de pixels</translation>
    </message>
    <message>
        <source>{size} to read</source>
        <translation>{size} à lire</translation>
    </message>
    <message>
        <source>{size} to write</source>
        <translation>{size} à écrire</translation>
    </message>
    <message>
        <source>This is a lot: {what}. A smaller area, a coarser resolution or fewer bands make it less.</source>
        <translation>C'est beaucoup : {what}. Une zone plus petite, une résolution plus grossière ou moins de bandes réduisent cela.</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>quelques secondes</translation>
    </message>
    <message>
        <source>about {n} seconds</source>
        <translation>environ {n} secondes</translation>
    </message>
    <message>
        <source>about {n} minutes</source>
        <translation>environ {n} minutes</translation>
    </message>
    <message>
        <source>about {n} hours</source>
        <translation>environ {n} heures</translation>
    </message>
    <message>
        <source>about {n} days</source>
        <translation>environ {n} jours</translation>
    </message>
    <message>
        <source>{w} x {h} pixels</source>
        <translation>{w} x {h} pixels</translation>
    </message>
    <message>
        <source>{n} million pixels in {tiles} tiles</source>
        <translation>{n} millions de pixels en {tiles} tuiles</translation>
    </message>
    <message>
        <source>, {n} mosaics</source>
        <translation>, {n} mosaïques</translation>
    </message>
    <message>
        <source>Choose an area and a period to see which scenes there are.</source>
        <translation>Choisissez une zone et une période pour voir quelles scènes il y a.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stops the search</source>
        <translation>Arrête la recherche</translation>
    </message>
    <message>
        <source>Unticked scenes are left out of the mosaic</source>
        <translation>Les scènes décochées sont exclues de la mosaïque</translation>
    </message>
    <message>
        <source>Footprints on the map</source>
        <translation>Emprises sur la carte</translation>
    </message>
    <message>
        <source>Shows the outlines of the scenes; the one under the mouse in yellow</source>
        <translation>Montre les contours des scènes ; celui sous la souris en jaune</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Fetches the small pictures that the catalogue offers</source>
        <translation>Va chercher les petites images que le catalogue offre</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Tout cocher</translation>
    </message>
    <message>
        <source>Uses all scenes again</source>
        <translation>Utilise de nouveau toutes les scènes</translation>
    </message>
    <message>
        <source>Searching scenes ...</source>
        <translation>Recherche des scènes ...</translation>
    </message>
    <message>
        <source>The search was cancelled.</source>
        <translation>La recherche a été annulée.</translation>
    </message>
    <message>
        <source>No scene is used.</source>
        <translation>Aucune scène n'est utilisée.</translation>
    </message>
    <message>
        <source>All scenes are left out. Tick at least one.</source>
        <translation>Toutes les scènes sont écartées. Cochez-en au moins une.</translation>
    </message>
    <message>
        <source>There is no algorithm {name}.</source>
        <translation>Il n'y a pas d'algorithme {name}.</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Clouds</source>
        <translation>Nuages</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>Tuile</translation>
    </message>
    <message>
        <source>Satellite</source>
        <translation>Satellite</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Lit</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Écartée</translation>
    </message>
    <message>
        <source>Relative orbit {n}</source>
        <translation>Orbite relative {n}</translation>
    </message>
    <message>
        <source>Processing baseline {n}</source>
        <translation>Version du traitement {n}</translation>
    </message>
    <message>
        <source>Left out: {why}</source>
        <translation>Écartée : {why}</translation>
    </message>
    <message>
        <source>S2GM scenes</source>
        <translation>Scènes S2GM</translation>
    </message>
    <message>
        <source>{day}: {n} scenes, {used} used, {cloud} % clouds</source>
        <translation>{day} : {n} scènes, {used} utilisées, {cloud} % de nuages</translation>
    </message>
    <message>
        <source>Scenes over the days</source>
        <translation>Scènes au fil des jours</translation>
    </message>
    <message>
        <source>Clear sky per day</source>
        <translation>Ciel clair par jour</translation>
    </message>
    <message>
        <source>QGIS cannot open the files of this order.</source>
        <translation>QGIS ne peut pas ouvrir les fichiers de cette commande.</translation>
    </message>
    <message>
        <source>{folder} was not deleted ({reason}). Is a file of it open?</source>
        <translation>{folder} n'a pas été supprimé ({reason}). Un de ses fichiers est-il ouvert ?</translation>
    </message>
    <message>
        <source>Export the order</source>
        <translation>Exporter la commande</translation>
    </message>
    <message>
        <source>The order was not exported: {reason}</source>
        <translation>La commande n'a pas été exportée : {reason}</translation>
    </message>
    <message>
        <source>Exported to {path}. It also runs with: s2gm run</source>
        <translation>Exporté dans {path}. Se lance aussi avec : s2gm run</translation>
    </message>
    <message>
        <source>Import an order</source>
        <translation>Importer une commande</translation>
    </message>
    <message>
        <source>It is larger than any order.</source>
        <translation>Il est plus grand que toute commande.</translation>
    </message>
    <message>
        <source>{file} was not imported: {reason}</source>
        <translation>{file} n'a pas été importé : {reason}</translation>
    </message>
    <message>
        <source>Delete the order?</source>
        <translation>Supprimer la commande ?</translation>
    </message>
    <message>
        <source>Delete the order {name}?</source>
        <translation>Supprimer la commande {name} ?</translation>
    </message>
    <message>
        <source>and its files in {folder} ({size})</source>
        <translation>et ses fichiers dans {folder} ({size})</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copié.</translation>
    </message>
    <message>
        <source>Basic</source>
        <translation>Simple</translation>
    </message>
    <message>
        <source>An area and a month are enough</source>
        <translation>Une zone et un mois suffisent</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avancé</translation>
    </message>
    <message>
        <source>Every option; what was chosen in Basic stays</source>
        <translation>Toutes les options ; ce qui a été choisi en Simple reste</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Commencer</translation>
    </message>
    <message>
        <source>Opens Temporal Mosaic; this page can be opened again below</source>
        <translation>Ouvre Mosaïque temporelle ; cette page peut être rouverte en bas</translation>
    </message>
    <message>
        <source>Try an example without a network</source>
        <translation>Essayer un exemple sans réseau</translation>
    </message>
    <message>
        <source>Writes a small synthetic archive into your profile and makes a mosaic of it</source>
        <translation>Écrit une petite archive synthétique dans votre profil et en fait une mosaïque</translation>
    </message>
    <message>
        <source>Read more</source>
        <translation>En savoir plus</translation>
    </message>
    <message>
        <source>Opens the documents, which are on this computer</source>
        <translation>Ouvre les documents, qui se trouvent sur cet ordinateur</translation>
    </message>
    <message>
        <source>How much of the example archive is written</source>
        <translation>Quelle part de l'archive d'exemple est écrite</translation>
    </message>
    <message>
        <source>A cloud-free picture in three steps</source>
        <translation>Une image sans nuages en trois étapes</translation>
    </message>
    <message>
        <source>&lt;b&gt;1. Choose an area.&lt;/b&gt; Draw it on the map, or take a country by its name.</source>
        <translation>&lt;b&gt;1. Choisissez une zone.&lt;/b&gt; Dessinez-la sur la carte, ou prenez un pays par son nom.</translation>
    </message>
    <message>
        <source>&lt;b&gt;2. Choose a month.&lt;/b&gt; Sentinel-2 has passed every few days since 2015.</source>
        <translation>&lt;b&gt;2. Choisissez un mois.&lt;/b&gt; Sentinel-2 passe tous les quelques jours depuis 2015.</translation>
    </message>
    <message>
        <source>&lt;b&gt;3. Press Quicklook.&lt;/b&gt; A coarse picture comes first; if you like it, have the whole mosaic made.</source>
        <translation>&lt;b&gt;3. Pressez Aperçu rapide.&lt;/b&gt; Une image grossière vient d'abord ; si elle vous plaît, faites faire toute la mosaïque.</translation>
    </message>
    <message>
        <source>This order cannot be read ({reason}). It can only be deleted.</source>
        <translation>Cette commande ne peut pas être lue ({reason}). Elle ne peut qu'être supprimée.</translation>
    </message>
    <message>
        <source>This is no order: its JSON is nested too deeply.</source>
        <translation>Ce n'est pas une commande : son JSON est imbriqué trop profondément.</translation>
    </message>
    <message>
        <source>No page of this window makes {product}.</source>
        <translation>Aucune page de cette fenêtre ne fait {product}.</translation>
    </message>
    <message>
        <source>The page cannot show: {fields}. Run the order with s2gm run, or take these out.</source>
        <translation>La page ne peut pas montrer : {fields}. Exécutez la commande avec s2gm run, ou retirez cela.</translation>
    </message>
    <message>
        <source>This is no JSON ({reason}).</source>
        <translation>Ceci n'est pas du JSON ({reason}).</translation>
    </message>
    <message>
        <source>Time Series</source>
        <translation>Séries temporelles</translation>
    </message>
    <message>
        <source>Predefined Mosaics</source>
        <translation>Mosaïques prédéfinies</translation>
    </message>
    <message>
        <source>My Orders</source>
        <translation>Mes commandes</translation>
    </message>
    <message>
        <source>Help on this page</source>
        <translation>Aide sur cette page</translation>
    </message>
    <message>
        <source>The three first steps</source>
        <translation>Les trois premières étapes</translation>
    </message>
    <message>
        <source>The mosaic is on the map.</source>
        <translation>La mosaïque est sur la carte.</translation>
    </message>
    <message>
        <source>It has ended, but the list of orders cannot be written now. S2GM tries again.</source>
        <translation>La commande est terminée, mais la liste des commandes ne peut pas être écrite pour l'instant. S2GM réessaie.</translation>
    </message>
    <message>
        <source>Temporal Mosaic</source>
        <translation>Mosaïque temporelle</translation>
    </message>
    <message>
        <source>Sentinel-2 without clouds: of every pixel the most typical clear observation.</source>
        <translation>Sentinel-2 sans nuages : de chaque pixel l'observation claire la plus typique.</translation>
    </message>
    <message>
        <source>Make the mosaic</source>
        <translation>Faire la mosaïque</translation>
    </message>
    <message>
        <source>BrightEarth Mosaic</source>
        <translation>Mosaïque BrightEarth</translation>
    </message>
    <message>
        <source>A picture in natural colour without seams, for looking at and as a background.</source>
        <translation>Une image en couleurs naturelles sans coutures, pour regarder et comme fond.</translation>
    </message>
    <message>
        <source>Make the picture</source>
        <translation>Faire l'image</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>terminée</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>arrêtée</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échouée</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>illisible</translation>
    </message>
    <message>
        <source>European Union (27 countries)</source>
        <translation>Union européenne (27 pays)</translation>
    </message>
    <message>
        <source>Members of the European Union since 1 February 2020.</source>
        <translation>Membres de l'Union européenne depuis le 1er février 2020.</translation>
    </message>
    <message>
        <source>REDD+ countries</source>
        <translation>Pays REDD+</translation>
    </message>
    <message>
        <source>The 42 partner countries of the UN-REDD Programme on 25 December 2011, from the Programme's news of that day and of October 2009, February 2010 and June 2011. Others have joined since.</source>
        <translation>Les 42 pays partenaires du programme ONU-REDD au 25 décembre 2011, d'après les nouvelles du programme de ce jour et d'octobre 2009, février 2010 et juin 2011. D'autres l'ont rejoint depuis.</translation>
    </message>
    <message>
        <source>The mosaic: {pixels} million pixels, at most {size} to write.</source>
        <translation>La mosaïque : {pixels} millions de pixels, au plus {size} à écrire.</translation>
    </message>
    <message>
        <source>Its scenes: at most {size} to read; it takes {time}.</source>
        <translation>Ses scènes : au plus {size} à lire ; durée : {time}.</translation>
    </message>
    <message>
        <source>{name}: {cost} Make it?</source>
        <translation>{name} : {cost} Faut-il la créer ?</translation>
    </message>
    <message>
        <source>A large mosaic</source>
        <translation>Une grande mosaïque</translation>
    </message>
    <message>
        <source>Open the chart</source>
        <translation>Ouvrir le graphique</translation>
    </message>
    <message>
        <source>Opens the chart of time series below the map</source>
        <translation>Ouvre le graphique des séries temporelles sous la carte</translation>
    </message>
    <message>
        <source>Read a whole layer...</source>
        <translation>Lire une couche entière…</translation>
    </message>
    <message>
        <source>Opens the algorithm Point time series</source>
        <translation>Ouvre l'algorithme Séries temporelles de points</translation>
    </message>
    <message>
        <source>Every acquisition of a place through time: reflectance, vegetation indices, and which observations are clear. The chart opens below the map; each click on the map adds a place, and a click on a mark of the chart shows the picture of that day.</source>
        <translation>Chaque acquisition d'un lieu au fil du temps : réflectance, indices de végétation, et quelles observations sont claires. Le graphique s'ouvre sous la carte ; chaque clic sur la carte ajoute un lieu, et un clic sur une marque du graphique montre l'image de ce jour.</translation>
    </message>
    <message>
        <source>For many places at once, into a layer and a table: points, or polygons that are summed up, with smooth curves and dates of seasons.</source>
        <translation>Pour beaucoup de lieux à la fois, dans une couche et un tableau : points, ou polygones résumés, avec courbes lissées et dates des saisons.</translation>
    </message>
    <message>
        <source>The year before</source>
        <translation>L'année d'avant</translation>
    </message>
    <message>
        <source>The year after</source>
        <translation>L'année d'après</translation>
    </message>
    <message>
        <source>Sentinel-2 has taken pictures since July 2015.</source>
        <translation>Sentinel-2 prend des images depuis juillet 2015.</translation>
    </message>
    <message>
        <source>This month has not begun.</source>
        <translation>Ce mois n'a pas commencé.</translation>
    </message>
    <message>
        <source>This month has not ended: there will be more pictures of it.</source>
        <translation>Ce mois n'est pas terminé : il y aura d'autres images.</translation>
    </message>
    <message>
        <source>There is no algorithm {name} in this QGIS.</source>
        <translation>Il n'y a pas d'algorithme {name} dans ce QGIS.</translation>
    </message>
    <message>
        <source>The run ended without a result; the log messages of QGIS say more.</source>
        <translation>Le traitement s'est terminé sans résultat ; le journal des messages de QGIS en dit plus.</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be made ({reason}). Choose another one.</source>
        <translation>Le dossier {folder} ne peut pas être créé ({reason}). Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>all bands</source>
        <translation>toutes les bandes</translation>
    </message>
    <message>
        <source>no layers</source>
        <translation>aucune couche</translation>
    </message>
    <message>
        <source>no indices</source>
        <translation>aucun indice</translation>
    </message>
    <message>
        <source>Ten days</source>
        <translation>Dix jours</translation>
    </message>
    <message>
        <source>Quarter</source>
        <translation>Trimestre</translation>
    </message>
    <message>
        <source>Season (December to February, ...)</source>
        <translation>Saison (décembre à février, ...)</translation>
    </message>
    <message>
        <source>Season (pan-European)</source>
        <translation>Saison (paneuropéenne)</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Année</translation>
    </message>
    <message>
        <source>From the start to the end</source>
        <translation>Du début à la fin</translation>
    </message>
    <message>
        <source>16 bits</source>
        <translation>16 bits</translation>
    </message>
    <message>
        <source>8 bits</source>
        <translation>8 bits</translation>
    </message>
    <message>
        <source>stays empty</source>
        <translation>reste vide</translation>
    </message>
    <message>
        <source>is filled to a rectangle</source>
        <translation>est rempli en rectangle</translation>
    </message>
    <message>
        <source>as the method wants it</source>
        <translation>comme la méthode le veut</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>Comparison of the dates</source>
        <translation>Comparaison des dates</translation>
    </message>
    <message>
        <source>Filter of the service</source>
        <translation>Filtre du service</translation>
    </message>
    <message>
        <source>Filter of the service (weak 1)</source>
        <translation>Filtre du service (weak 1)</translation>
    </message>
    <message>
        <source>Strongest: clear classes only</source>
        <translation>Le plus fort : classes claires seulement</translation>
    </message>
    <message>
        <source>Weaker: keeps unclassified pixels (weak 2)</source>
        <translation>Plus faible : garde les pixels non classés (weak 2)</translation>
    </message>
    <message>
        <source>Weaker: keeps haze and cirrus, too (weak 3)</source>
        <translation>Plus faible : garde aussi voile et cirrus (weak 3)</translation>
    </message>
    <message>
        <source>Weakest: high cloud probability only (weak 4)</source>
        <translation>Le plus faible : probabilité de nuage élevée seulement (weak 4)</translation>
    </message>
    <message>
        <source>No mask: clouds are kept</source>
        <translation>Sans masque : les nuages restent</translation>
    </message>
    <message>
        <source>{mask} (BrightEarth)</source>
        <translation>{mask} (BrightEarth)</translation>
    </message>
    <message>
        <source>Cloud probability of the scenes</source>
        <translation>Probabilité de nuage des scènes</translation>
    </message>
    <message>
        <source>Deep learning (OmniCloudMask, where installed)</source>
        <translation>Apprentissage profond (OmniCloudMask, si installé)</translation>
    </message>
    <message>
        <source>Masks of MAJA (its products only)</source>
        <translation>Masques de MAJA (ses produits seulement)</translation>
    </message>
    <message>
        <source>How much of the order is done</source>
        <translation>Quelle part de la commande est faite</translation>
    </message>
    <message>
        <source>Stops this order; it can be resumed in My Orders</source>
        <translation>Arrête cette commande ; elle peut être reprise dans Mes commandes</translation>
    </message>
    <message>
        <source>Looking for scenes</source>
        <translation>Recherche des scènes</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} en attente</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>The quicklook is on the map. If you like it, press “{button}”.</source>
        <translation>L'aperçu rapide est sur la carte. S'il vous plaît, pressez « {button} ».</translation>
    </message>
    <message>
        <source>Quicklook {what}</source>
        <translation>Aperçu rapide {what}</translation>
    </message>
    <message>
        <source>Each order gets a folder of its own below this one</source>
        <translation>Chaque commande reçoit son propre dossier sous celui-ci</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Searches the archive: scenes, clouds, bytes and time</source>
        <translation>Cherche dans l'archive : scènes, nuages, octets et temps</translation>
    </message>
    <message>
        <source>Makes the mosaic below {folder}</source>
        <translation>Fait la mosaïque sous {folder}</translation>
    </message>
    <message>
        <source>Choose an area first.</source>
        <translation>Choisissez d'abord une zone.</translation>
    </message>
    <message>
        <source>The unticked scenes were those of another order; all are used again.</source>
        <translation>Les scènes décochées étaient celles d'une autre commande ; toutes sont de nouveau utilisées.</translation>
    </message>
    <message>
        <source>A picture of the month, coarse and ready in seconds</source>
        <translation>Une image du mois, grossière et prête en quelques secondes</translation>
    </message>
    <message>
        <source>Limits on clouds, satellites and orbits, cloud mask and method are not used for it.</source>
        <translation>Les limites de nuages, de satellites et d'orbites, le masque de nuages et la méthode ne s'y appliquent pas.</translation>
    </message>
    <message>
        <source>Period: {period} is not used here.</source>
        <translation>Période : {period} n'est pas utilisée ici.</translation>
    </message>
    <message>
        <source>Also chosen in Advanced: {names}. &lt;a href='reset'&gt;Forget it&lt;/a&gt;</source>
        <translation>Choisi aussi en Avancé : {names}. &lt;a href='reset'&gt;L'oublier&lt;/a&gt;</translation>
    </message>
    <message>
        <source>&lt;a href='reset'&gt;Forget it&lt;/a&gt;</source>
        <translation>&lt;a href='reset'&gt;L'oublier&lt;/a&gt;</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>Writes the settings of the product into this form. What you change afterwards wins.</source>
        <translation>Écrit les réglages du produit dans ce formulaire. Ce que vous changez ensuite l'emporte.</translation>
    </message>
    <message>
        <source>{help} From {low} to {high}.</source>
        <translation>{help} De {low} à {high}.</translation>
    </message>
    <message>
        <source>Scenes and cost</source>
        <translation>Scènes et coût</translation>
    </message>
    <message>
        <source>Which scenes are there?</source>
        <translation>Quelles scènes y a-t-il ?</translation>
    </message>
    <message>
        <source>The cloud mask {mask} needs the Python package {package}, which is not installed. Choose another mask, or install it and restart QGIS.</source>
        <translation>Le masque de nuages {mask} a besoin du paquet Python {package}, qui n'est pas installé. Choisissez un autre masque, ou installez-le et redémarrez QGIS.</translation>
    </message>
    <message>
        <source>{source} needs an account. Choose one in Advanced, under “{field}”.</source>
        <translation>{source} demande un compte. Choisissez-en un en Avancé, sous « {field} ».</translation>
    </message>
    <message>
        <source>The list of orders {file} cannot be used now ({reason}). Is another QGIS busy?</source>
        <translation>La liste des commandes {file} est inutilisable pour l'instant ({reason}). Un autre QGIS est-il occupé ?</translation>
    </message>
    <message>
        <source>The list of orders was damaged. It was set aside as {file}; a new one begins.</source>
        <translation>La liste des commandes était endommagée. Elle a été mise de côté sous {file} ; une nouvelle commence.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Temps</translation>
    </message>
    <message>
        <source>Bands and layers</source>
        <translation>Bandes et couches</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixels</translation>
    </message>
    <message>
        <source>Source and account</source>
        <translation>Source et compte</translation>
    </message>
    <message>
        <source>Choice of scenes</source>
        <translation>Choix des scènes</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produit</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Ordinateur</translation>
    </message>
    <message>
        <source>The grid is that of the other raster. Clear it to choose here.</source>
        <translation>La grille est celle de l'autre raster. Effacez-le pour choisir ici.</translation>
    </message>
    <message>
        <source>The chosen method has no options.</source>
        <translation>La méthode choisie n'a pas d'options.</translation>
    </message>
    <message>
        <source>Only with the cloud mask probability.</source>
        <translation>Seulement avec le masque de nuages probability.</translation>
    </message>
    <message>
        <source>Only for methods that choose one observation per pixel; this one averages.</source>
        <translation>Seulement pour les méthodes qui choisissent une observation par pixel ; celle-ci fait une moyenne.</translation>
    </message>
    <message>
        <source>Only with nadir reflectance (NBAR).</source>
        <translation>Seulement avec la réflectance au nadir (NBAR).</translation>
    </message>
    <message>
        <source>Only with the tone between two limits.</source>
        <translation>Seulement avec le ton entre deux limites.</translation>
    </message>
    <message>
        <source>With 16 bits reflectance is stored, which no tone changes.</source>
        <translation>Avec 16 bits la réflectance est stockée, qu'aucun ton ne change.</translation>
    </message>
    <message>
        <source>Only with a folder for what is read over the network.</source>
        <translation>Seulement avec un dossier pour ce qui est lu par le réseau.</translation>
    </message>
    <message>
        <source>This source is open to everybody and needs no account.</source>
        <translation>Cette source est ouverte à tous et ne demande pas de compte.</translation>
    </message>
    <message>
        <source>This source is on your computer; nothing is read over the network.</source>
        <translation>Cette source est sur votre ordinateur ; rien n'est lu par le réseau.</translation>
    </message>
    <message>
        <source>This source has no Landsat scenes.</source>
        <translation>Cette source n'a pas de scènes Landsat.</translation>
    </message>
    <message>
        <source>The archive begins in {year}; the order begins on {day}. Choose a later start.</source>
        <translation>L'archive commence en {year}, la commande le {day}. Choisissez un début plus tardif.</translation>
    </message>
    <message>
        <source>The period from {day} on has not begun. Choose an earlier one.</source>
        <translation>La période à partir du {day} n'a pas commencé. Choisissez-en une antérieure.</translation>
    </message>
    <message>
        <source>Q{n} {year}</source>
        <translation>T{n} {year}</translation>
    </message>
    <message>
        <source>Look up the scenes</source>
        <translation>Chercher les scènes</translation>
    </message>
    <message>
        <source>Change...</source>
        <translation>Modifier...</translation>
    </message>
    <message>
        <source>The whole year</source>
        <translation>Toute l'année</translation>
    </message>
    <message>
        <source>A list of countries</source>
        <translation>Une liste de pays</translation>
    </message>
    <message>
        <source>The mainland and its near islands, with a rim of about 10 km</source>
        <translation>La partie continentale et ses îles proches, avec une marge d'environ 10 km</translation>
    </message>
    <message>
        <source>The year of the mosaic</source>
        <translation>L'année de la mosaïque</translation>
    </message>
    <message>
        <source>The whole year or one quarter</source>
        <translation>Toute l'année ou un trimestre</translation>
    </message>
    <message>
        <source>Size of the pixels; half the size means four times the work</source>
        <translation>Taille des pixels ; la moitié de la taille, c'est quatre fois le travail</translation>
    </message>
    <message>
        <source>Searches the archive and says what would be read</source>
        <translation>Cherche dans l'archive et dit ce qui serait lu</translation>
    </message>
    <message>
        <source>Opens the order in Temporal Mosaic, with every option</source>
        <translation>Ouvre la commande dans Mosaïque temporelle, avec toutes les options</translation>
    </message>
    <message>
        <source>A country, a period, four bands of 10 m (B02, B03, B04, B08) with the number of valid observations, the source and the date of every pixel.</source>
        <translation>Un pays, une période, quatre bandes à 10 m (B02, B03, B04, B08) avec le nombre d'observations valides, la source et la date de chaque pixel.</translation>
    </message>
    <message>
        <source>Countries</source>
        <translation>Groupe de pays</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Pays</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Résolution</translation>
    </message>
    <message>
        <source>This QGIS has no map of the world, from which the outlines come.</source>
        <translation>Ce QGIS n'a pas de carte du monde, d'où viennent les contours.</translation>
    </message>
    <message>
        <source>This period has not begun.</source>
        <translation>Cette période n'a pas commencé.</translation>
    </message>
    <message>
        <source>This period ends on {day}: there will be more pictures of it.</source>
        <translation>Cette période finit le {day} : il y aura d'autres images.</translation>
    </message>
    <message>
        <source>Makes the mosaic in the background</source>
        <translation>Fait la mosaïque en arrière-plan</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>Montrer sur la carte</translation>
    </message>
    <message>
        <source>Adds the layers of the order to the map again</source>
        <translation>Ajoute de nouveau les couches de la commande à la carte</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Opens the folder with the files of the order</source>
        <translation>Ouvre le dossier des fichiers de la commande</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Goes on where the order has stopped; what was finished is kept</source>
        <translation>Continue là où la commande s'est arrêtée ; ce qui était fini est gardé</translation>
    </message>
    <message>
        <source>Stops the order; it can be resumed</source>
        <translation>Arrête la commande ; elle peut être reprise</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Relancer</translation>
    </message>
    <message>
        <source>Orders the same once more, into a new folder</source>
        <translation>Commande la même chose encore une fois, dans un nouveau dossier</translation>
    </message>
    <message>
        <source>Duplicate and change</source>
        <translation>Dupliquer et modifier</translation>
    </message>
    <message>
        <source>Opens the page of the product with the settings of this order</source>
        <translation>Ouvre la page du produit avec les réglages de cette commande</translation>
    </message>
    <message>
        <source>Next period</source>
        <translation>Période suivante</translation>
    </message>
    <message>
        <source>Orders the same for the next period</source>
        <translation>Commande la même chose pour la période suivante</translation>
    </message>
    <message>
        <source>Delete...</source>
        <translation>Supprimer...</translation>
    </message>
    <message>
        <source>Deletes the order, and its files if you want</source>
        <translation>Supprime la commande, et ses fichiers si vous le voulez</translation>
    </message>
    <message>
        <source>Stop the order first.</source>
        <translation>Arrêtez d'abord la commande.</translation>
    </message>
    <message>
        <source>Only for orders that wait or run.</source>
        <translation>Seulement pour les commandes en attente ou en cours.</translation>
    </message>
    <message>
        <source>The order is of another window of QGIS; stop it there.</source>
        <translation>La commande appartient à une autre fenêtre de QGIS ; arrêtez-la là-bas.</translation>
    </message>
    <message>
        <source>The order is not finished.</source>
        <translation>La commande n'est pas terminée.</translation>
    </message>
    <message>
        <source>Its files are not there any more.</source>
        <translation>Ses fichiers ne sont plus là.</translation>
    </message>
    <message>
        <source>The order has no folder, or it was removed.</source>
        <translation>La commande n'a pas de dossier, ou il a été supprimé.</translation>
    </message>
    <message>
        <source>Only for orders that were stopped or have failed.</source>
        <translation>Seulement pour les commandes arrêtées ou échouées.</translation>
    </message>
    <message>
        <source>An order from one day to another has no next period.</source>
        <translation>Une commande d'un jour à un autre n'a pas de période suivante.</translation>
    </message>
    <message>
        <source>The next period is complete on {day}.</source>
        <translation>La période suivante est complète le {day}.</translation>
    </message>
    <message>
        <source>Example mosaic</source>
        <translation>Mosaïque d'exemple</translation>
    </message>
    <message>
        <source>S2GM example archive</source>
        <translation>Archive d'exemple S2GM</translation>
    </message>
    <message>
        <source>No order yet. Choose an area and a month in Temporal Mosaic.</source>
        <translation>Pas encore de commande. Choisissez une zone et un mois dans Mosaïque temporelle.</translation>
    </message>
    <message>
        <source>Offer each new period</source>
        <translation>Proposer chaque nouvelle période</translation>
    </message>
    <message>
        <source>When the next period is complete, this page offers to order it</source>
        <translation>Quand la période suivante est complète, cette page propose de la commander</translation>
    </message>
    <message>
        <source>Copy as qgis_process</source>
        <translation>Copier comme qgis_process</translation>
    </message>
    <message>
        <source>Copy as s2gm</source>
        <translation>Copier comme s2gm</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Copier comme Python</translation>
    </message>
    <message>
        <source>Export as JSON...</source>
        <translation>Exporter en JSON...</translation>
    </message>
    <message>
        <source>Import JSON...</source>
        <translation>Importer du JSON...</translation>
    </message>
    <message>
        <source>Copy, export, import, offer each new period</source>
        <translation>Copier, exporter, importer, proposer chaque nouvelle période</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Commandée</translation>
    </message>
    <message>
        <source>Orders, the newest first</source>
        <translation>Les commandes, les plus récentes d'abord</translation>
    </message>
    <message>
        <source>Search orders</source>
        <translation>Chercher des commandes</translation>
    </message>
    <message>
        <source>Shows the orders whose row has this text</source>
        <translation>Montre les commandes dont la ligne contient ce texte</translation>
    </message>
    <message>
        <source>Choose an order first.</source>
        <translation>Choisissez d'abord une commande.</translation>
    </message>
    <message>
        <source>The next period is complete for: {names}. Choose one and press Next period.</source>
        <translation>La période suivante est complète pour : {names}. Choisissez-en une et pressez Période suivante.</translation>
    </message>
    <message>
        <source>Help of S2GM</source>
        <translation>Aide de S2GM</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>All pages</source>
        <translation>Toutes les pages</translation>
    </message>
    <message>
        <source>The page {page} cannot be read ({reason}).</source>
        <translation>La page {page} ne peut pas être lue ({reason}).</translation>
    </message>
    <message>
        <source>The page {page} has no section {section}; this is its beginning.</source>
        <translation>La page {page} n'a pas de section {section} ; ceci est son début.</translation>
    </message>
    <message>
        <source>There is no page {page} in the documents of this plugin. Open the list of all pages.</source>
        <translation>Il n'y a pas de page {page} dans les documents de cette extension. Ouvrez la liste de toutes les pages.</translation>
    </message>
    <message>
        <source>Choose the layer of a mosaic: click on it in the list of layers, then on the map.</source>
        <translation>Choisissez la couche d'une mosaïque : cliquez-la dans la liste des couches, puis cliquez sur la carte.</translation>
    </message>
    <message>
        <source>The order that the layer {name} carries is damaged. Make the mosaic again.</source>
        <translation>La commande que porte la couche {name} est endommagée. Refaites la mosaïque.</translation>
    </message>
    <message>
        <source>The layer {name} is no mosaic that this plugin has made, or has lost its order.</source>
        <translation>La couche {name} n'est pas une mosaïque faite par cette extension, ou a perdu sa commande.</translation>
    </message>
    <message>
        <source>S2GM pixel</source>
        <translation>Pixel S2GM</translation>
    </message>
    <message>
        <source>S2GM inspect</source>
        <translation>Examen S2GM</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Pick a pixel</source>
        <translation>Choisir un pixel</translation>
    </message>
    <message>
        <source>Each click on the map tells what the active layer's pixel was made from</source>
        <translation>Chaque clic sur la carte dit de quoi est fait le pixel de la couche active</translation>
    </message>
    <message>
        <source>Copies the table for a spreadsheet</source>
        <translation>Copie le tableau pour un tableur</translation>
    </message>
    <message>
        <source>Stops reading</source>
        <translation>Arrête la lecture</translation>
    </message>
    <message>
        <source>Observations of the pixel</source>
        <translation>Observations du pixel</translation>
    </message>
    <message>
        <source>Source ...</source>
        <translation>Source ...</translation>
    </message>
    <message>
        <source>Takes the scenes from elsewhere, or with an account</source>
        <translation>Prend les scènes ailleurs, ou avec un compte</translation>
    </message>
    <message>
        <source>that of the mosaic</source>
        <translation>celle de la mosaïque</translation>
    </message>
    <message>
        <source>Another source with the same scenes, such as a copy of them</source>
        <translation>Une autre source avec les mêmes scènes, comme une copie</translation>
    </message>
    <message>
        <source>Reading the observations of the pixel ...</source>
        <translation>Lecture des observations du pixel ...</translation>
    </message>
    <message>
        <source>Choose the layer of a mosaic, press Pick a pixel and click on the map.</source>
        <translation>Choisissez la couche d'une mosaïque, pressez Choisir un pixel et cliquez sur la carte.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{name}&lt;/b&gt;, row {row}, column {column} ({lat}, {lon}), method {method}: {n} observations, </source>
        <translation>&lt;b&gt;{name}&lt;/b&gt;, ligne {row}, colonne {column} ({lat}, {lon}), méthode {method} : {n} observations, </translation>
    </message>
    <message>
        <source>{n} valid</source>
        <translation>{n} valides</translation>
    </message>
    <message>
        <source>; the pixel is empty.</source>
        <translation> ; le pixel est vide.</translation>
    </message>
    <message>
        <source>the mask refuses the class</source>
        <translation>le masque refuse la classe</translation>
    </message>
    <message>
        <source>border of the swath</source>
        <translation>bord de la fauchée</translation>
    </message>
    <message>
        <source>a band has no data</source>
        <translation>une bande n'a pas de données</translation>
    </message>
    <message>
        <source>does not look like snow</source>
        <translation>ne ressemble pas à de la neige</translation>
    </message>
    <message>
        <source>a band could not be read</source>
        <translation>une bande n'a pas pu être lue</translation>
    </message>
    <message>
        <source>no observation</source>
        <translation>pas d'observation</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>choisie</translation>
    </message>
    <message>
        <source>used</source>
        <translation>utilisée</translation>
    </message>
    <message>
        <source>valid, not chosen</source>
        <translation>valide, non choisie</translation>
    </message>
    <message>
        <source>valid, outside the period</source>
        <translation>valide, hors de la période</translation>
    </message>
    <message>
        <source>rejected: {why}</source>
        <translation>refusée : {why}</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Jour (UTC)</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Ce qu'elle est devenue</translation>
    </message>
    <message>
        <source>start of season</source>
        <translation>début de saison</translation>
    </message>
    <message>
        <source>peak of season</source>
        <translation>sommet de saison</translation>
    </message>
    <message>
        <source>end of season</source>
        <translation>fin de saison</translation>
    </message>
</context></TS>
